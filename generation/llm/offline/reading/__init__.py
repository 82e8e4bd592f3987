"""Reads a concept: who, what, where, in whose words."""

from generation.llm.offline.reading.reader import Reading, read_concept

__all__ = ["Reading", "read_concept"]
