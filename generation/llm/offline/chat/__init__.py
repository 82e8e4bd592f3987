"""Chat turns without a model: what was said is taken up, with what the card and its lore say about it."""

from generation.llm.offline.chat.answering import chat_reply

__all__ = ["chat_reply"]
