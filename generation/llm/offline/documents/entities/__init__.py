"""Who and what a text names: dates, amounts and addresses by their form, names by how they are written."""

from generation.llm.offline.documents.entities.found import entities, mentions, named_in_full
from generation.llm.offline.documents.entities.mention import Mention

__all__ = ["Mention", "entities", "mentions", "named_in_full"]
