"""A provider without key, network or model: cards written by a grammar from word banks, the same for the same seed."""

from generation.llm.offline.provider import OfflineProvider

__all__ = ["OfflineProvider"]
