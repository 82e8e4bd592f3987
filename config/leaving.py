"""How a web process ends: nobody new is let in, sockets are told to come back, requests under way may be answered."""

from __future__ import annotations

import asyncio
import atexit
import json
import os
from typing import Any

from daphne.server import Server
from daphne.ws_protocol import WebSocketProtocol
from twisted.internet.defer import Deferred

from jobs.live.codes import REASONS, Close

# For answers under way, and for clients to take leave; a request that is held until its job is done is cut off.
GRACE_SECONDS = 3.0
GOODBYE = json.dumps({"type": "error", "code": int(Close.RESTARTING), "message": REASONS[Close.RESTARTING]})


class LeavingServer(Server):  # type: ignore[misc] # daphne has no types
    """Daphne's own end stops at the first connection without a request, and waits for the others without a bound."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._ports: list[Any] = []

    def listen_success(self, port: Any) -> None:
        self._ports.append(port)
        super().listen_success(port)

    def kill_all_applications(self) -> Deferred[None]:
        """Twisted goes on with the shutdown once this is done."""
        return Deferred.fromFuture(asyncio.ensure_future(self._leave()))

    async def _leave(self) -> None:
        for port in self._ports:
            port.stopListening()
        for protocol in list(self.connections):
            if isinstance(protocol, WebSocketProtocol) and protocol.state == protocol.STATE_OPEN:
                protocol.serverSend(GOODBYE)
                protocol.serverClose(code=int(Close.RESTARTING))
        under_way = {
            told["application_instance"] for told in self.connections.values() if "application_instance" in told
        }
        if under_way:
            _, late = await asyncio.wait(under_way, timeout=GRACE_SECONDS)
            for each in late:
                each.cancel()


def leave() -> None:
    """End this process; threads that serve what was cut off would be waited for, some of them for ever."""
    atexit._run_exitfuncs()  # noqa: SLF001 - what else was to be done at the end, without those threads
    os._exit(0)
