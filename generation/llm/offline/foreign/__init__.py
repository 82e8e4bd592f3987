"""Cards in other languages: a smaller grammar of names and short sentences, the same in form for each language."""

from generation.llm.offline.foreign.author import LANGUAGES, Foreigner, elided
from generation.llm.offline.foreign.lorebook import foreign_lorebook

__all__ = ["LANGUAGES", "Foreigner", "elided", "foreign_lorebook"]
