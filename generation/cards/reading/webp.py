"""Pictures that cannot be cards."""

from __future__ import annotations

_WEBP = (
    "This is a WEBP picture, which the card standards do not know. Open it in the program that it came from and "
    "export the card as PNG, CHARX or JSON."
)


def webp_refusal(head: bytes) -> str:
    """The sentence for a WEBP picture; empty for anything else."""
    return _WEBP if head.startswith(b"RIFF") and head[8:12] == b"WEBP" else ""
