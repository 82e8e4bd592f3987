"""A person's own fields without a model: what stands in the text beside their names, and null for the rest."""

from generation.llm.offline.documents.custom.filling import filled

__all__ = ["filled"]
