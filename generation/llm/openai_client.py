"""The SDK's client as we want it: no retries, no redirects, a cap on what is read, one per event loop."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import cache
from weakref import WeakKeyDictionary

import httpx2
from openai import AsyncOpenAI, DefaultAsyncHttpxClient

OWN_BASE_URL = "https://api.openai.com/v1"


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds, bytes and characters. A call's total time is its request's own `timeout_seconds`."""

    connect_seconds: float = 10.0
    silence_seconds: float = 90.0
    max_bytes: int = 32_000_000
    max_chars: int = 1_000_000


class Oversized(httpx2.ReadError):
    """The server sent more than any reply may be."""


class Capped(httpx2.AsyncByteStream):
    """A response's bytes as they come off the wire, up to a limit."""

    def __init__(self, stream: httpx2.AsyncByteStream, max_bytes: int) -> None:
        self._stream = stream
        self._left = max_bytes

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._stream:
            self._left -= len(piece)
            if self._left < 0:
                raise Oversized("The reply is larger than any reply may be.")
            yield piece

    async def aclose(self) -> None:
        await self._stream.aclose()


@cache
def _trusted() -> ssl.SSLContext:
    """The certificates that are trusted: to read them takes a twentieth of a second, which loops need not repeat."""
    return httpx2.create_ssl_context()


class Clients:
    """Hands out the client of the running event loop: its connections cannot be shared between loops."""

    def __init__(self, *, base_url: str, api_key: str, limits: Limits) -> None:
        self._base_url = base_url or OWN_BASE_URL
        self._api_key = api_key
        self._limits = limits
        self._clients: WeakKeyDictionary[asyncio.AbstractEventLoop, AsyncOpenAI] = WeakKeyDictionary()

    def get(self) -> AsyncOpenAI:
        loop = asyncio.get_running_loop()
        if loop not in self._clients:
            self._clients[loop] = self._make()
        return self._clients[loop]

    async def close(self) -> None:
        """Close the running loop's connections."""
        client = self._clients.pop(asyncio.get_running_loop(), None)
        if client is not None:
            await client.close()

    def _make(self) -> AsyncOpenAI:
        limits = self._limits
        timeout = httpx2.Timeout(limits.silence_seconds, connect=limits.connect_seconds, pool=limits.connect_seconds)
        return AsyncOpenAI(
            base_url=self._base_url,
            api_key=self._api_key or "none",  # local servers want no key, the SDK wants one
            max_retries=0,  # the queue retries, never two layers
            timeout=timeout,
            default_headers={"Accept-Encoding": "identity"},
            http_client=DefaultAsyncHttpxClient(
                verify=_trusted(),
                timeout=timeout,
                follow_redirects=False,
                event_hooks={"response": [self._cap]},
            ),
        )

    async def _cap(self, response: httpx2.Response) -> None:
        if isinstance(response.stream, httpx2.AsyncByteStream):
            response.stream = Capped(response.stream, self._limits.max_bytes)
