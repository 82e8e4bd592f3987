"""Text made fit for a card: cleaned, cut to length at the end of a sentence, rid of what was not wanted."""

from __future__ import annotations

import re
from collections.abc import Iterable

from generation.llm.cleaning import clean
from generation.llm.tokens import estimate_tokens

# A model may overshoot a length by this much before text is cut.
SLACK = 1.25

_SENTENCE_END = re.compile(r"(?<=[.!?…。！？])(?:[\"”’»*')\]]*)\s+|(?<=[。！？])|\n+")  # noqa: RUF001 - CJK sentences end so
_BLANK_LINES = re.compile(r"\n{3,}")
_USER_LINE = re.compile(r"^\s*(?:\*\*)?(?:\{\{user\}\}|<user>|you)(?:\*\*)?\s*:.*$", re.IGNORECASE | re.MULTILINE)


def tidy(text: str) -> str:
    """`text` with one kind of line break, no control characters and no long gaps."""
    text = clean(text.replace("\r\n", "\n").replace("\r", "\n"))
    return _BLANK_LINES.sub("\n\n", text).strip()


def fit(text: str, tokens: int, *, slack: float = SLACK) -> str:
    """`text` cut after the last sentence that stays within `tokens` and the slack; 0 tokens is no text."""
    if tokens <= 0:
        return ""
    limit = int(tokens * slack)
    if estimate_tokens(text) <= limit:
        return text
    kept = ""
    for match in _SENTENCE_END.finditer(text):
        if estimate_tokens(text[: match.start()]) > limit:
            break
        kept = text[: match.end()].rstrip()
    return _balanced(kept or _words_within(text, limit))


def without_user_lines(text: str) -> str:
    """`text` without lines in which the user is made to speak."""
    return tidy(_USER_LINE.sub("", text)) or text


def without_phrases(text: str, phrases: Iterable[str]) -> str:
    """`text` without the sentences that hold one of `phrases`; where nothing would be left, without the phrases."""
    for phrase in phrases:
        if _holds(text, phrase):
            text = _without(text, phrase)
    return text


def _without(text: str, phrase: str) -> str:
    kept = [part for part in _sentences(text) if not _holds(part, phrase)]
    shortened = _balanced("".join(kept).strip())
    if shortened and not _holds(shortened, phrase):
        return shortened
    # It stands across two sentences, or there is only one; what is left may join to another.
    while (less := tidy(re.sub(re.escape(phrase), "", text, flags=re.IGNORECASE))) != text:
        text = less
    return "…" if _holds(text, phrase) else text or "…"


def _holds(text: str, phrase: str) -> bool:
    return phrase.casefold() in text.casefold()


def _sentences(text: str) -> list[str]:
    """The sentences of `text` with the space after each."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    return [text[start:end] for start, end in zip([0, *ends], [*ends, len(text)], strict=True)]


def _words_within(text: str, tokens: int) -> str:
    text = text[: max(1, tokens * 4 - 1)]
    while estimate_tokens(text) > tokens and len(text) > 1:
        text = text[: int(len(text) * 0.9)]
    return (text.rpartition(" ")[0] or text).rstrip(" ,;:-") + "…"


def _balanced(text: str) -> str:
    """`text` with its last action closed, if the cut fell into one."""
    return f"{text}*" if text.count("*") % 2 else text
