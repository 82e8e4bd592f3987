"""How positive or negative a text is, by lists of words: what turns them round or makes them stronger counts too."""

from generation.llm.offline.documents.feelings.sentiment import sentiment

__all__ = ["sentiment"]
