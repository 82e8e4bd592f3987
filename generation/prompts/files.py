"""Prompts as files: `name.v1.md` with a part for the system and one for the user."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from string import Template

HERE = Path(__file__).resolve().parent

_SPLIT = "\n## user\n"
_HEAD = "## system\n"


def path_of(name: str, version: str) -> Path:
    return HERE / f"{name}.{version}.md"


@cache
def parts(name: str, version: str) -> tuple[Template, Template]:
    """The system's and the user's part, with places for `$values`."""
    text = path_of(name, version).read_text(encoding="utf-8")
    head, _, user = text.partition(_SPLIT)
    if not head.startswith(_HEAD) or not user:
        raise ValueError(f"{path_of(name, version).name} needs the parts '## system' and '## user'.")
    return Template(head.removeprefix(_HEAD).strip()), Template(user.strip())
