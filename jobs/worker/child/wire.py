"""What a worker and the process of one of its jobs say to each other, and how it goes through a pipe.

A frame is the number of its parts, their sizes, and the parts: a message as JSON, then the contents of its artefacts.
No pickle: the process may have met hostile data, and the worker believes nothing but these shapes.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from jobs.queue.journal import sanitised
from jobs.queue.report import Settle
from jobs.queue.writes import Batch, Custodian, NewArtefact

HEAD = struct.Struct(">H")


class Message(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Start(Message):
    """To the child: the attempt to run, within `seconds`, in the worker's `database`."""

    type: Literal["start"] = "start"
    custodian: Custodian
    seconds: float
    memory_bytes: int | None
    database: str


class Asked(Message):
    """To the child: somebody asked for a cancel or a hold; or the handler is to be ended now."""

    type: Literal["asked"] = "asked"
    what: Literal["cancel", "hold", "end"]


class Answer(Message):
    """To the child: the request of this number was done, or what it met."""

    type: Literal["answer"] = "answer"
    number: int
    found: bool = False
    output: Any = None
    error_class: str = ""
    message: str = ""


class Begun(Message):
    """To the worker: from now on, what happens to the child is the handler's doing."""

    type: Literal["begun"] = "begun"


class Write(Message):
    """To the worker: commit this under the job's lease."""

    type: Literal["write"] = "write"
    number: int
    batch: Batch


class Find(Message):
    """To the worker: look for a stored step."""

    type: Literal["find"] = "find"
    number: int
    name: str
    input_hash: str


class Ended(Message):
    """To the worker: how the attempt ended; the last message.

    `report` is None when the child has `settled` the job itself, when it was `cancelled`, and when the lease was lost.
    """

    type: Literal["ended"] = "ended"
    report: Settle | None = None
    raised: bool = False
    cancelled: bool = False
    settled: bool = False


Request = Write | Find
_ANY: TypeAdapter[Start | Asked | Answer | Begun | Write | Find | Ended] = TypeAdapter(
    Annotated[Start | Asked | Answer | Begun | Write | Find | Ended, Field(discriminator="type")]
)


def framed(message: Message) -> bytes:
    """`message` as it goes through the pipe. TypeError or ValueError when it is not JSON."""
    plain, contents = _without_contents(message)
    text = json.dumps(sanitised(plain.model_dump(mode="json")), separators=(",", ":"))
    parts = [text.encode(), *contents]
    sizes = struct.pack(f">{len(parts)}Q", *(len(part) for part in parts))
    return b"".join([HEAD.pack(len(parts)), sizes, *parts])


def sizes_of(count: int, head: bytes) -> Sequence[int]:
    """The sizes of a frame's `count` parts, from the `count` x 8 bytes that tell them."""
    return struct.unpack(f">{count}Q", head)


def message_of(parts: Sequence[bytes]) -> Message:
    """The message whose frame had these parts; ValueError when it is none."""
    return _with_contents(_ANY.validate_json(parts[0]), parts[1:])


def _without_contents(message: Message) -> tuple[Message, list[bytes]]:
    match message:
        case Write(batch=batch):
            artefacts = [replace(row, content=b"") for row in batch.artefacts]
            emptied = message.model_copy(update={"batch": replace(batch, artefacts=artefacts)})
            return emptied, [row.content for row in batch.artefacts]
        case Ended(report=Settle(artefact=NewArtefact() as artefact) as report):
            emptied_report = replace(report, artefact=replace(artefact, content=b""))
            return message.model_copy(update={"report": emptied_report}), [artefact.content]
        case _:
            return message, []


def _with_contents(message: Message, contents: Sequence[bytes]) -> Message:
    match message:
        case Write(batch=batch):
            pairs = zip(batch.artefacts, contents, strict=True)
            artefacts = [NewArtefact.of(row.name, row.media_type, content) for row, content in pairs]
            return message.model_copy(update={"batch": replace(batch, artefacts=artefacts)})
        case Ended(report=Settle(artefact=NewArtefact() as artefact) as report):
            (content,) = contents
            whole = NewArtefact.of(artefact.name, artefact.media_type, content)
            return message.model_copy(update={"report": replace(report, artefact=whole)})
        case _:
            return message
