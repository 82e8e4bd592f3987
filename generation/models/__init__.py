"""Tables of this app: a noun a file."""

from generation.models.asset import Asset
from generation.models.card import Card
from generation.models.card_revision import CardRevision
from generation.models.card_tag import CardTag
from generation.models.conversation import Conversation
from generation.models.document import Document
from generation.models.document_content import DocumentContent
from generation.models.document_page import DocumentPage
from generation.models.rendition import Rendition
from generation.models.speaker import Speaker
from generation.models.utterance import Utterance

__all__ = [
    "Asset",
    "Card",
    "CardRevision",
    "CardTag",
    "Conversation",
    "Document",
    "DocumentContent",
    "DocumentPage",
    "Rendition",
    "Speaker",
    "Utterance",
]
