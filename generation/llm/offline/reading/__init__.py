"""Reads a concept: who, what, where, in whose words."""

from generation.llm.offline.reading.model import Reading
from generation.llm.offline.reading.reader import read_concept

__all__ = ["Reading", "read_concept"]
