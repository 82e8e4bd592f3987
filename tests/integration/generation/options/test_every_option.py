"""No option without a proof that it does something."""

from __future__ import annotations

import inspect
from importlib import import_module
from pathlib import Path

import pytest

from generation.cards.options import flat

pytestmark = pytest.mark.once

HERE = Path(__file__).parent


def proven() -> set[str]:
    """The options that tests of this folder prove."""
    modules = [import_module(f"{__package__}.{path.stem}") for path in HERE.glob("test_*.py")]
    classes = [value for module in modules for value in vars(module).values() if inspect.isclass(value)]
    return {option for one in classes for test in vars(one).values() for option in getattr(test, "proves", ())}


class TestEveryOption:
    def test_has_a_proof(self) -> None:
        assert [] == sorted({option["path"] for option in flat()} - proven())

    def test_that_is_proven_is_an_option(self) -> None:
        assert [] == sorted(proven() - {option["path"] for option in flat()})
