"""What one socket has told of a conversation, and what it has to tell next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from generation.models import Conversation, Utterance
from generation.selectors.conversations import NEWEST, conversation_of, conversation_told
from generation.selectors.standing import Standing, standing
from generation.selectors.utterances import utterances_told
from jobs.selectors.events import events_after
from jobs.selectors.jobs import all_jobs
from jobs.states import FINAL


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a client left: with event `seq` of a reply's job. Those before it were told to their end."""

    job_id: UUID
    seq: int


@dataclass(slots=True)
class Reply:
    """A reply's job and the number of its last event that was told; `is_over` where no more is to come.

    `is_old`: it was there before, and how it ended is not to be told event by event.
    """

    utterance_id: UUID
    job_id: UUID
    state: str
    seq: int = 0
    is_old: bool = False
    is_over: bool = False

    def note(self, status: str | None, last_seq: int) -> None:
        """`status` None is that of a job that was deleted, and its events with it."""
        is_final = status is None or status in FINAL
        if (self.is_old and is_final) or self.seq > last_seq:
            self.seq = last_seq
        self.is_old = False
        self.is_over = is_final and self.seq >= last_seq


class Story:
    """`look` reads the database and says what to send; `following` is the reply whose events come next."""

    def __init__(self, owner_id: UUID, conversation_id: UUID, cursor: Cursor | None) -> None:
        self._owner_id = owner_id
        self._conversation_id = conversation_id
        self._cursor = cursor
        self._replies: dict[UUID, Reply] = {}
        self._known: dict[UUID, Any] = {}
        self._seen: tuple[Any, ...] | None = None
        self._line: frozenset[UUID] = frozenset()

    def look(self) -> dict[str, Any]:
        """The snapshot; later what changed since, empty for nothing. Conversation.DoesNotExist once it is gone."""
        conversation = conversation_of(self._owner_id, self._conversation_id)
        shape = standing(conversation.pk)
        is_first = self._seen is None
        self._line = frozenset(place.id for place in shape.line)
        self._note_replies(shape)
        statuses = self._note_jobs(shape)
        if not is_first and self._is_behind(statuses):
            return {}
        seen = (_facts(conversation), shape.places, statuses)
        if seen == self._seen:
            return {}
        self._seen = seen
        newest = shape.line[-NEWEST:]
        known = {
            place.id: (place, shape.beside.get(place.parent_id, ()), statuses.get(place.job_id)) for place in newest
        }
        fresh = [place for place in newest if self._known.get(place.id) != known[place.id]]
        self._known = known
        return {
            "type": "snapshot" if is_first else "changed",
            "conversation": conversation_told(conversation, shape),
            "line": [str(place.id) for place in newest],
            "utterances": utterances_told(shape, fresh),
        }

    def following(self) -> Reply | None:
        """Turns are worked in the order of the line, and told so; those of a branch that was left wait meanwhile."""
        under_way = [reply for reply in self._replies.values() if not reply.is_over]
        return min(under_way, key=lambda reply: reply.utterance_id not in self._line, default=None)

    @staticmethod
    def told(reply: Reply, event: dict[str, Any]) -> dict[str, Any]:
        """An event of `reply`, with the cursor to come back with."""
        reply.seq = event["seq"]
        cursor = f"{reply.job_id}.{reply.seq}"
        return event | {"job_id": str(reply.job_id), "utterance_id": str(reply.utterance_id), "cursor": cursor}

    def _is_behind(self, statuses: Mapping[UUID | None, str]) -> bool:
        """Whether a reply has ended whose events are still to be told: what became of it is told after them."""
        reply = self.following()
        if reply is None or statuses.get(reply.job_id) not in FINAL:
            return False
        return bool(events_after(reply.job_id, reply.seq, limit=1))

    def _note_replies(self, shape: Standing) -> None:
        is_first = self._seen is None
        if is_first and not any(self._cursor and place.job_id == self._cursor.job_id for place in shape.replies):
            self._cursor = None  # one that is not of this conversation is as none
        is_old = is_first
        for place in shape.replies:
            if place.job_id is None:
                continue
            reply = self._replies.get(place.job_id)
            if reply is None:
                reply = self._replies[place.job_id] = Reply(place.id, place.job_id, place.state, is_old=is_old)
                reply.is_over = is_old and place.state != Utterance.State.AWAITED
            elif reply.state != place.state:
                reply.state, reply.is_over = place.state, False  # there may be more to tell, if it was tried again
            if is_first and self._cursor and place.job_id == self._cursor.job_id:
                reply.seq, reply.is_old, reply.is_over, is_old = self._cursor.seq, False, False, False

    def _note_jobs(self, shape: Standing) -> dict[UUID | None, str]:
        """The status of each job that is not over, or may be tried again."""
        asked = {place.job_id for place in shape.replies if place.job_id and place.state == Utterance.State.AWAITED}
        asked |= {reply.job_id for reply in self._replies.values() if not reply.is_over}
        rows = all_jobs().filter(pk__in=asked).values_list("pk", "status", "last_seq") if asked else ()
        found = {pk: (status, last_seq) for pk, status, last_seq in rows}
        for job_id in asked & self._replies.keys():
            status, last_seq = found.get(job_id, (None, 0))
            self._replies[job_id].note(status, last_seq)
        return {pk: status for pk, (status, _) in found.items()}


def _facts(conversation: Conversation) -> tuple[Any, ...]:
    """What of it may change without anything being said."""
    settings = (conversation.model, conversation.temperature, conversation.max_cost_nano, conversation.greeting)
    return (conversation.title, conversation.closed_at, conversation.notice, conversation.bot.name, *settings)
