"""Documents as JSON text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


def readable(document: Mapping[str, Any]) -> bytes:
    """For people: in lines, letters as they are."""
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False).encode()


def compact(document: Mapping[str, Any]) -> bytes:
    """For programs."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
