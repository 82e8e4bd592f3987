"""Why a file is not a card."""

from __future__ import annotations

from generation.errors import GenerationError


class NotACard(GenerationError):
    """The message says what the file is instead, or what is wrong with it, and what to do."""


class NotJson(NotACard):
    """Text that was to be JSON cannot be parsed."""
