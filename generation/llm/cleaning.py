"""Model output is hostile: what databases, terminals and pages cannot bear is taken out of it."""

from __future__ import annotations

import re
from typing import Any

# C0 controls but tab, line feed and carriage return; DEL and C1.
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
SURROGATES = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    """`text` without NUL, other control characters and lone surrogates; halves that meet are joined."""
    if SURROGATES.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    return CONTROLS.sub("", text)


def clean_json(value: Any) -> Any:
    """A JSON value with every string in it cleaned, keys too. RecursionError if nested absurdly deep."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [clean_json(item) for item in value]
    if isinstance(value, dict):
        return {clean(key): clean_json(item) for key, item in value.items()}
    return value


def one_line(text: str, *, secret: str = "", limit: int = 300) -> str:
    """`text` fit for a log line: cleaned, on one line, at most `limit` characters, `secret` blotted out."""
    if secret:
        text = text.replace(secret, "***")
    line = " ".join(clean(text).split())
    return line if len(line) <= limit else line[: limit - 1] + "…"
