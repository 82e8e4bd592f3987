"""Decorators: lines like `@@depth 4` at the head of a V3 lore entry."""

from __future__ import annotations

import re

# `@@name value` and its fallbacks `@@@name value`, with the blank lines around them, whatever ends a line.
_END = r"(?:\r\n|\r(?!\n)|\n)"
_BLANKS = rf"(?:[ \t]*{_END})*"
_HEAD = re.compile(rf"\A{_BLANKS}(?:@@@?[A-Za-z_][^\r\n]*(?:{_END}|\Z){_BLANKS})+")


def decorate(content: str, *lines: str) -> str:
    """`content` below `lines`, each a decorator without its `@@`."""
    return "\n".join([*(f"@@{line}" for line in lines), content])


def strip_decorators(content: str) -> str:
    """`content` without its decorators: V2 readers would print them."""
    return _HEAD.sub("", content)
