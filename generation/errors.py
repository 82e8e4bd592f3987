"""Every error of this app's own; those of model calls are in `generation.llm.errors`.

GenerationError
├── AssetRefused     a file is empty, too large, or more than its owner may keep
├── EditedMeanwhile  a card was changed since it was read to be edited
├── BadPicture       a picture is none, damaged or too large               (PermanentError)
├── BotGone          the card of a conversation's character is deleted
├── ConversationBegun  another greeting is wanted of a conversation in which somebody has answered
├── ConversationBusy too many opened a conversation of one person at one instant
├── ConversationClosed  a message was sent to a conversation that is closed
├── DocumentInUse    unfinished jobs need the document that is to be deleted
├── DocumentRefused  a document is empty, or more than its owner may keep
│   └── DocumentTooLarge
├── InvalidCard      a card breaks the standard it is to be written in
├── MissingBase      the card to start from is gone                       (PermanentError)
├── MissingDocument  the document of a job is gone                        (PermanentError)
├── MissingTurn      the conversation of a reply, or its character, is gone (PermanentError)
├── MissingUpload    the picture for the card is gone                      (PermanentError)
├── NoPicture        a PNG is wanted of a card that has no picture, on purpose
├── NotACard         a file that was sent is no card (generation.cards.reading.errors)
├── NothingToAnswer  an utterance is none that can be answered anew or edited
├── PromptTooLong    a card and one message are more than a model reads     (PermanentError)
├── TokenLimit       the job's calls have used all tokens they may        (PermanentError)
├── TooFewEntries    the model planned or wrote fewer pieces than asked for, twice
├── Unreadable       a file is no document that can be read (generation.documents.reading.errors)
└── UnreadableCard   what is kept of a card does not fit the standard any more

Those marked fail their job at once: another attempt would meet the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from jobs.errors import PermanentError


class GenerationError(Exception):
    """Base of all errors of this app."""


class AssetRefused(GenerationError):
    """The message says what is wrong and how to mend it."""


class BadPicture(GenerationError, PermanentError):
    """The message says what is wrong with it."""


class EditedMeanwhile(GenerationError):
    def __init__(self) -> None:
        super().__init__("The card was changed elsewhere since this form was opened.")


class BotGone(GenerationError):
    def __init__(self, name: str) -> None:
        super().__init__(f"The card of {name} was deleted: this conversation can be read, and another one begun.")


class ConversationBegun(GenerationError):
    def __init__(self) -> None:
        super().__init__("Somebody has answered this greeting: begin another conversation to hear another one.")


class ConversationBusy(GenerationError):
    def __init__(self) -> None:
        super().__init__("Several conversations were opened at one instant; ask again.")


class ConversationClosed(GenerationError):
    def __init__(self, conversation_id: UUID) -> None:
        super().__init__(
            f"This conversation is closed. POST conversations/{conversation_id}/reopen goes on with it, as does"
            " `reopen` beside the message; without conversation_id the message goes to the open one."
        )


class InvalidCard(GenerationError):
    """`faults` are sentences that begin with the path of the field."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = tuple(faults)


class MissingBase(GenerationError, PermanentError):
    def __init__(self, card_id: str, why: str = "is no card of this job's owner any more") -> None:
        super().__init__(f"base_card {card_id} {why}; name another and submit again.")


class DocumentInUse(GenerationError):
    def __init__(self, jobs: int) -> None:
        some = "An unfinished job needs" if jobs == 1 else f"{jobs} unfinished jobs need"
        super().__init__(f"{some} this document; wait for the end or cancel first.")


class DocumentRefused(GenerationError):
    """The message says what is wrong and how to mend it."""


class DocumentTooLarge(DocumentRefused):
    """More bytes, or characters, than one document may have."""


class MissingDocument(GenerationError, PermanentError):
    error_class = "missing_document"

    def __init__(self, document_id: object) -> None:
        super().__init__(f"Document {document_id} is no document of this job's owner any more; send it again.")


class MissingTurn(GenerationError, PermanentError):
    """The message says what is gone."""

    error_class = "missing_turn"


class ReplyStopped(GenerationError, PermanentError):
    error_class = "reply_stopped"

    def __init__(self) -> None:
        super().__init__("This reply was stopped, and what was written until then is kept: regenerate it for another.")


class MissingUpload(GenerationError, PermanentError):
    def __init__(self, upload_id: str) -> None:
        super().__init__(
            f"avatar_upload {upload_id} is no upload of this job's owner any more; send the picture again."
        )


class NothingToAnswer(GenerationError):
    def __init__(self) -> None:
        super().__init__("Replies can be written anew and your own messages edited; this is neither.")


class PromptTooLong(GenerationError, PermanentError):
    error_class = "prompt_too_long"

    def __init__(self, tokens: int, room: int) -> None:
        super().__init__(
            f"The card and the newest message take about {tokens:,} tokens and there is room for {room:,}."
            " Send a shorter message, or shorten the card's permanent texts."
        )


class TokenLimit(GenerationError, PermanentError):
    error_class = "token_limit"

    def __init__(self, limit: int, used: int, asked: int) -> None:
        super().__init__(
            f"limits.max_tokens is {limit:,}; {used:,} are used and the next call would read {asked:,} more."
            " Raise it, or ask for less."
        )


class TooFewEntries(GenerationError):
    def __init__(self, what: str, wanted: int, got: int) -> None:
        super().__init__(f"The model gave {got} of {wanted} {what}.")


class UnreadableCard(GenerationError):
    """A row that an older or newer version wrote. `faults` are sentences, each with its field."""

    def __init__(self, faults: Sequence[str] = ()) -> None:
        told = "; ".join(fault.rstrip(".") for fault in faults[:3]) or "its data is not a card's"
        super().__init__(f"This card does not fit the standard any more: {told}. Edit it to mend it.")
        self.faults = tuple(faults)


class NoPicture(GenerationError):
    def __init__(self) -> None:
        super().__init__("This card was asked to have no picture, and a PNG needs one; take v2, v3 or charx.")
