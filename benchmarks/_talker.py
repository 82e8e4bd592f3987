"""A model server on loopback whose words carry the time at which they were sent: any number of streams at once.

    python benchmarks/_talker.py PORT FIRST_SECONDS PIECES EVERY_SECONDS

It answers each chat completion, streamed, `FIRST_SECONDS` after it was asked, with `PIECES` pieces, one every
`EVERY_SECONDS`. A piece is `number@time `, by this machine's clock. It goes on until it is stopped.
"""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

PIECE = re.compile(r"(\d+)@(\d+\.\d{6})")
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
END = b"data: [DONE]\n\n"
USAGE = {"prompt_tokens": 100, "completion_tokens": 100}


def said(text: str) -> list[tuple[int, float]]:
    """The pieces of a text: their numbers, and when they were sent."""
    return [(int(number), float(sent)) for number, sent in PIECE.findall(text)]


@contextmanager
def talker(first: float, pieces: int, every: float) -> Iterator[dict[str, str]]:
    """It runs; the environment of processes that ask it."""
    from tests.support.site import answers, free_port
    from tests.support.waiting import wait_for

    port = free_port()
    command = [sys.executable, __file__, *map(str, (port, first, pieces, every))]
    process = subprocess.Popen(command)
    try:
        wait_for(lambda: answers(f"http://127.0.0.1:{port}/"), within=30, what="the model server answers")
        yield {
            "LLM_PROVIDER": "openai",
            "LLM_BASE_URL": f"http://127.0.0.1:{port}/v1",
            "LLM_CREATIVE_MODEL": "talker",
            "LLM_PRICES": "talker=1/1",
        }
    finally:
        process.terminate()
        process.wait(10)


class Talker:
    def __init__(self, first: float, pieces: int, every: float) -> None:
        self._first, self._pieces, self._every = first, pieces, every

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
            if head.startswith("post"):
                length = re.search(r"content-length: (\d+)", head)
                await reader.readexactly(int(length[1]) if length else 0)
                await self._talk(writer)
            else:
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # whoever asked went away
        finally:
            writer.close()

    async def _talk(self, writer: asyncio.StreamWriter) -> None:
        loop = asyncio.get_running_loop()
        due = loop.time() + self._first
        writer.write(HEAD)
        for number in range(self._pieces):
            await asyncio.sleep(due - loop.time())
            writer.write(_event({"content": f"{number}@{time.time():.6f} "}))
            await writer.drain()
            due += self._every
        writer.write(_event({}, finish="stop") + _data({"id": "talk", "choices": [], "usage": USAGE}) + END)


def _event(delta: dict[str, str], finish: str | None = None) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return _data({"id": "talk", "object": "chat.completion.chunk", "model": "talker", "choices": [choice]})


def _data(chunk: dict[str, object]) -> bytes:
    return f"data: {json.dumps(chunk)}\n\n".encode()


async def main() -> None:
    port, first, pieces, every = sys.argv[1:]
    talker = Talker(float(first), int(pieces), float(every))
    server = await asyncio.start_server(talker.answer, "127.0.0.1", int(port), backlog=1024)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
