"""The kinds of work this app knows. A new kind is one file and one line here."""

from generation.kinds.character_card import CharacterCard
from generation.kinds.chat_reply import ChatReply
from generation.kinds.document_analysis import DocumentAnalysis
from generation.kinds.document_chunk import DocumentChunk

KINDS = (CharacterCard(), ChatReply(), DocumentAnalysis(), DocumentChunk())
