"""The sockets: `/ws/jobs/` for all of mine, `/ws/jobs/{id}/?after=seq` for one."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from abc import abstractmethod
from collections import Counter, deque
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any, ClassVar
from urllib.parse import parse_qs
from uuid import UUID

from autobahn.exception import Disconnected
from channels.generic.websocket import AsyncWebsocketConsumer
from django.db import DatabaseError

from accounts.models import User
from jobs.live.admission import PROTOCOL, Admission, Refused, admit
from jobs.live.codes import REASONS, Close
from jobs.live.hub import hub
from jobs.live.reading import read
from jobs.models import Job
from jobs.selectors.jobs import readable_job, readable_jobs
from jobs.services.describe import describe_job

logger = logging.getLogger(__name__)

SOCKETS_PER_USER = 20
LARGEST_MESSAGE = 64_000
MESSAGES_PER_TEN_SECONDS = 20
RECHECK_SECONDS = 30.0


class LiveSocket(AsyncWebsocketConsumer):  # type: ignore[misc]  # channels has no types
    """Admits, then sends what `frames` yields until either side closes."""

    _open: ClassVar[Counter[UUID]] = Counter()

    async def connect(self) -> None:
        self._user: User | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._heard: deque[float] = deque(maxlen=MESSAGES_PER_TEN_SECONDS)
        offered = self.scope.get("subprotocols", [])
        await self.accept(PROTOCOL if PROTOCOL in offered else None)
        try:
            admission = await admit(self.scope)
            user = admission.user
            if self._open[user.pk] >= SOCKETS_PER_USER:
                raise Refused(Close.TOO_MANY)
        except Refused as refused:
            await self._refuse(refused.code)
            return
        self._user = user
        self._open[user.pk] += 1
        self._tasks = [asyncio.create_task(self._send_frames(user)), asyncio.create_task(self._recheck(admission))]

    async def disconnect(self, code: int) -> None:
        for task in self._tasks:
            task.cancel()
        if self._user is not None:
            self._open[self._user.pk] -= 1
            if not self._open[self._user.pk]:
                del self._open[self._user.pk]

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Clients have nothing to say but `ping`; what they send is only counted."""
        now = time.monotonic()
        if len(text_data or bytes_data or "") > LARGEST_MESSAGE:
            await self._refuse(Close.TOO_LARGE)
        elif len(self._heard) == MESSAGES_PER_TEN_SECONDS and now - self._heard[0] < 10:
            await self._refuse(Close.TOO_MANY)
        else:
            self._heard.append(now)
            if text_data == "ping":
                await self.send(text_data='{"type": "pong"}')

    @abstractmethod
    def frames(self, user: User) -> AsyncIterator[str]:
        """What to send, in order; Refused when this user may not see it."""

    def permits(self, user: User) -> bool:
        """Whether the user may still see what the frames show; reads the database."""
        return True

    async def _send_frames(self, user: User) -> None:
        """A client is never left with a socket that is open and silent: whatever ends the frames closes it."""
        try:
            async for frame in self.frames(user):
                await self.send(text_data=frame)
        except Refused as refused:
            await self._refuse(refused.code)
        except Disconnected:
            return  # the client has just left; `disconnect` is on its way
        except Exception:
            logger.exception("a socket lost its frames; it is closed, and its client comes back")
            await self._refuse(Close.UNAVAILABLE)

    async def _recheck(self, admission: Admission) -> None:
        """Ends the socket of somebody who signed out, was deactivated or may no longer see what it shows."""
        while True:
            await asyncio.sleep(RECHECK_SECONDS)
            try:
                refusal = await read(self._refusal, admission)
            except DatabaseError:
                continue  # asked again; the frames close the socket if the database stays away
            if refusal is not None:
                await self._refuse(refusal)
                return

    def _refusal(self, admission: Admission) -> Close | None:
        user = admission.renewed()
        if user is None:
            return Close.NOT_SIGNED_IN
        return None if self.permits(user) else Close.NOT_FOUND

    async def _refuse(self, code: Close) -> None:
        await refuse(self, code)


async def refuse(socket: AsyncWebsocketConsumer, code: Close) -> None:
    """Say why, then close: servers may drop a close frame's reason on the way."""
    await socket.send(text_data=json.dumps({"type": "error", "code": int(code), "message": REASONS[code]}))
    await socket.close(code=int(code))


class UnknownSocket(AsyncWebsocketConsumer):  # type: ignore[misc]  # channels has no types
    """Any other address: accepted and closed, so that the client is told why."""

    async def connect(self) -> None:
        await self.accept()
        await refuse(self, Close.NOT_FOUND)


class JobsSocket(LiveSocket):
    def frames(self, user: User) -> AsyncIterator[str]:
        return hub().follow_owner(user.pk)


class JobSocket(LiveSocket):
    """A snapshot with the job and the number it stands at, then every event after `after` (or after it)."""

    async def frames(self, user: User) -> AsyncIterator[str]:
        after = self._cursor()
        try:
            job = await read(_snapshot, user, self._job_id)
        except Job.DoesNotExist:
            raise Refused(Close.NOT_FOUND) from None
        # One that is ahead, of a database that was restored say, would hear nothing for a long time.
        start = job["last_seq"] if after is None else min(after, job["last_seq"])
        yield json.dumps({"type": "snapshot", "seq": start, "job": job}, ensure_ascii=False)
        async for frame in hub().follow_job(self._job_id, start):
            yield frame

    def permits(self, user: User) -> bool:
        return readable_jobs(user).filter(pk=self._job_id).exists()

    @property
    def _job_id(self) -> UUID:
        job_id: UUID = self.scope["url_route"]["kwargs"]["job_id"]
        return job_id

    def _cursor(self) -> int | None:
        given = parse_qs(self.scope["query_string"].decode("latin-1")).get("after")
        if given is None:
            return None
        with suppress(ValueError):
            if 0 <= int(given[0]) < 2**31:
                return int(given[0])
        raise Refused(Close.BAD_REQUEST)


def _snapshot(user: User, job_id: UUID) -> dict[str, Any]:
    return describe_job(readable_job(user, job_id))
