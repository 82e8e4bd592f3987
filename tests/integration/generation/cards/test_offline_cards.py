"""Cards written by the offline provider, from options to file."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings
from django.test import override_settings

from generation.cards.card import CardData
from generation.cards.export import export
from generation.cards.options import CardOptions
from generation.llm.provider import Provider
from generation.llm.registry import provider
from tests.support.cards import write

pytestmark = [pytest.mark.once, pytest.mark.repeats]

GALAHAD = "Sir Galahad, a medieval knight in an enchanted forest"
BASE: dict[str, Any] = {"concept": GALAHAD, "seed": 3, "lore_entries": 3, "alternate_greetings": 1}


@pytest.fixture(scope="module")
def offline() -> Provider:
    with override_settings(LLM={**settings.LLM, "provider": "offline", "offline_latency_seconds": 0.0}):
        return provider()


def card(offline: Provider, **given: Any) -> CardData:
    return write(CardOptions.model_validate({**BASE, **given}), offline)


# Prints the digests of a card's files; a process of its own has other hashes and empty caches.
DIGESTS = """
import hashlib, sys, django
django.setup()
from generation.cards.export import FORMATS, export
from tests.support.proofs import made
card = made(lore_entries=18, alternate_greetings=2).card
for form in FORMATS:
    print(form, hashlib.sha256(export(card, form, spec="both", tone="neutral").content).hexdigest())
"""


class TestDeterminism:
    def test_makes_it_the_same_in_every_process(self) -> None:
        said = []
        for seed in ("1", "2"):
            environment = os.environ | {"PYTHONHASHSEED": seed, "DJANGO_SETTINGS_MODULE": "config.settings"}
            command = [sys.executable, "-c", DIGESTS]
            done = subprocess.run(
                command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=True
            )
            said.append(done.stdout)
        assert 4 == len(said[0].splitlines())
        assert said[0] == said[1]

    def test_makes_the_same_options_and_seed_byte_for_byte_the_same_file(self, offline: Provider) -> None:
        for form in ("v2", "v3", "png"):
            one, other = (export(card(offline), form, spec="both", tone="neutral") for _ in range(2))
            assert one == other


@pytest.fixture(scope="module")
def galahad(offline: Provider) -> CardData:
    return card(offline, lore_entries=18)


class TestGalahad:
    """The example everybody tries first."""

    def test_keeps_the_name(self, galahad: CardData) -> None:
        assert "Sir Galahad" == galahad.name

    def test_has_18_entries_with_keys_of_their_own(self, galahad: CardData) -> None:
        assert galahad.character_book is not None
        entries = galahad.character_book.entries
        keys = [key.casefold() for entry in entries for key in entry.keys]
        assert (18, 18) == (len(entries), len({entry.name for entry in entries}))
        assert len(keys) == len(set(keys))

    def test_takes_up_the_concept(self, galahad: CardData) -> None:
        whole = f"{galahad.description} {galahad.scenario} {galahad.first_mes}".casefold()
        assert [] == [word for word in ("galahad", "knight", "forest") if word not in whole]
