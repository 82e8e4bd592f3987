"""A description put together from its labelled sections, in the form that was asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence

Section = tuple[str, str]  # a label, such as Appearance, and its sentences

_SENTENCE = re.compile(r"(?<=[.!?…])[\"”»]*\s+(?=\S)")


def described(name: str, sections: Sequence[Section], form: str) -> str:
    """`sections` that say something, as paragraphs, a list, one attribute a line, or W++."""
    told = [(label, " ".join(text.split())) for label, text in sections if text.strip()]
    match form:
        case "bullets":
            return "\n".join(f"- {sentence}" for _, text in told for sentence in _sentences(text))
        case "attributes":
            return "\n".join(f"{label}: {text}" for label, text in told)
        case "wpp":
            lines = [f"{label.replace(' ', '')}({' + '.join(map(_quoted, _sentences(text)))})" for label, text in told]
            return "\n".join([f"[Character({_quoted(name)})", "{", *lines, "}]"])
        case _:
            return "\n\n".join(text for _, text in sections if text.strip())


def _sentences(text: str) -> list[str]:
    return [part for part in _SENTENCE.split(text) if part.strip()]


def _quoted(text: str) -> str:
    return '"' + text.replace('"', "'") + '"'
