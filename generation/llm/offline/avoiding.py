"""Words that must not appear."""

from __future__ import annotations

import re
from collections.abc import Sequence


def avoided(words: Sequence[str]) -> re.Pattern[str] | None:
    """Finds any of `words` as whole words in any case, outside `{{macros}}`."""
    given = [re.escape(word.strip()).replace(r"\ ", r"\s+") for word in words if word.strip()]
    if not given:
        return None
    return re.compile(rf"(?<!\w)(?<!\{{\{{)(?:{'|'.join(given)})(?!\w)", re.IGNORECASE)


def without_avoided(text: str, pattern: re.Pattern[str] | None) -> str:
    """`text` without the sentences that hold what is to be avoided; the words alone go where all would go."""
    if pattern is None or not pattern.search(text):
        return text
    kept = " ".join(part for part in re.split(r"(?<=[.!?]) ", text) if not pattern.search(part))
    return kept or " ".join(pattern.sub("", text).split()) or "…"
