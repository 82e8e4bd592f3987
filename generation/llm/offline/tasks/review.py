"""Tasks `review` and `repair`: what a program can find wrong with a card, and mend."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from generation.llm.offline.asked import Asked
from generation.llm.offline.avoiding import avoided, without_avoided

_TEXTS = ("description", "personality", "scenario", "first_mes", "creator_notes")
_LISTS = ("alternate_greetings", "group_only_greetings", "lore")
_MOST = 20
_SENTENCE = re.compile(r"(?<=[.!?])[\"”*]*\s+")


def review(asked: Asked, card: Mapping[str, Any]) -> dict[str, Any]:
    """A `Review`: unwanted words, wanted ones that are missing, sentences told twice."""
    return {"findings": [{"field": path, "problem": problem} for path, problem in _findings(asked, card)][:_MOST]}


def repair(asked: Asked, card: Mapping[str, Any], finding: Mapping[str, Any]) -> dict[str, Any]:
    """A `Repair`: the text at the finding's path without unwanted words, with wanted ones, nothing told twice."""
    path = str(finding.get("field") or "description")
    texts = dict(_texts(card))
    text = without_avoided(texts.get(path, ""), avoided(asked.texts("avoid")))
    told_before = {sentence for other, content in texts.items() if other != path for sentence in _sentences(content)}
    # A list or W++ would not survive being told anew sentence by sentence.
    is_prose = path != "description" or asked.text("description_format", "prose") == "prose"
    kept = (" ".join(sentence for sentence in _split(text) if sentence not in told_before) if is_prose else "") or text
    missing = _missing(asked, texts) if path == "description" and is_prose else []
    addition = f" It all comes down to this: {'; '.join(missing)}." if missing else ""
    return {"text": f"{kept}{addition}".strip() or "…"}


def _findings(asked: Asked, card: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    texts = dict(_texts(card))
    unwanted = avoided(asked.texts("avoid"))
    missing = _missing(asked, texts)
    if missing:
        yield "description", f"It must contain: {'; '.join(missing)}."
    told: dict[str, str] = {}
    for path, text in texts.items():
        if unwanted and (match := unwanted.search(text)):
            yield path, f"It must not contain: {match[0]}."
        for sentence in _sentences(text):
            first = told.setdefault(sentence, path)
            if first != path:
                yield path, f"It repeats a sentence of {first}: {sentence[:80]}"
                break


def _missing(asked: Asked, texts: Mapping[str, str]) -> list[str]:
    whole = "\n".join(texts.values()).casefold()
    return [wanted for wanted in asked.texts("must_include") if wanted.casefold() not in whole]


def _texts(card: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name in _TEXTS:
        yield name, str(card.get(name) or "")
    for name in _LISTS:
        for number, item in enumerate(card.get(name) or ()):
            yield f"{name}.{number}", str(item.get("content") or "") if isinstance(item, Mapping) else str(item)


def _sentences(text: str) -> list[str]:
    return [sentence for sentence in _split(text) if len(sentence) > 40]


def _split(text: str) -> list[str]:
    return [part.strip() for part in _SENTENCE.split(text) if part.strip()]
