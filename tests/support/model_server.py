"""A model server on loopback that says what a test tells it to, well or badly."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Exchange = BaseHTTPRequestHandler
Answer = Callable[["Exchange", threading.Event], None]


class ModelServer:
    """Gives `answers` in turn, the last one again and again; `asked` holds what it was sent."""

    def __init__(self) -> None:
        self.answers: list[Answer] = []
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.stopped = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _exchange_type(self))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def will(self, *answers: Answer) -> None:
        self.answers = list(answers)

    def next_answer(self) -> Answer:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    @contextmanager
    def running(self) -> Iterator[ModelServer]:
        thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield self
        finally:
            self.stopped.set()
            self._server.shutdown()
            self._server.server_close()
            thread.join()


def _exchange_type(server: ModelServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            server.asked.append(json.loads(self.rfile.read(length)))
            server.headers.append({name.lower(): value for name, value in self.headers.items()})
            try:
                server.next_answer()(self, server.stopped)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_request(self, *args: Any) -> None:
            """Silence."""

    return Handler


def event(piece: str = "", **more: Any) -> dict[str, Any]:
    """One chunk of a streamed reply; `finish` is its finish_reason."""
    choice = {"index": 0, "delta": {"content": piece}, "finish_reason": more.pop("finish", None)}
    return {"id": "chatcmpl-1", "object": "chat.completion.chunk", "model": "served-model", "choices": [choice], **more}


def usage(**more: Any) -> dict[str, Any]:
    """The last chunk of a reply, which counts 12 tokens in and 7 out."""
    return {"id": "chatcmpl-1", "choices": [], "usage": {"prompt_tokens": 12, "completion_tokens": 7, **more}}


def streams(*events: dict[str, Any] | str, done: bool = True, headers: dict[str, str] | None = None) -> Answer:
    """A stream of `events`; a string is sent as it is."""

    def answer(exchange: Exchange, stopped: threading.Event) -> None:
        _begin(exchange, 200, {"Content-Type": "text/event-stream", **(headers or {})})
        for item in events:
            _send(exchange, item)
        if done:
            _send(exchange, "data: [DONE]\n\n")

    return answer


def says(*pieces: str, finish: str = "stop", **counted: Any) -> Answer:
    """A whole, good stream of `pieces` with usage."""
    return streams(*(event(piece) for piece in pieces), event(finish=finish), usage(**counted))


def answers(status: int, body: Any, headers: dict[str, str] | None = None) -> Answer:
    """A plain answer, whatever its status; `body` is JSON or text."""

    def answer(exchange: Exchange, stopped: threading.Event) -> None:
        plain = isinstance(body, str)
        kind = "text/html" if plain else "application/json"
        _begin(exchange, status, {"Content-Type": kind, **(headers or {})})
        exchange.wfile.write((body if plain else json.dumps(body)).encode())

    return answer


def error(status: int, message: str, headers: dict[str, str] | None = None, **more: Any) -> Answer:
    return answers(status, {"error": {"message": message, **more}}, headers)


def drips(piece: str, every: float) -> Answer:
    """Sends `piece` every so many seconds and never ends."""

    def answer(exchange: Exchange, stopped: threading.Event) -> None:
        _begin(exchange, 200, {"Content-Type": "text/event-stream"})
        while not stopped.wait(every):
            _send(exchange, event(piece))

    return answer


def stalls(*pieces: str) -> Answer:
    """Sends `pieces`, then nothing more, and keeps the line open."""

    def answer(exchange: Exchange, stopped: threading.Event) -> None:
        if pieces:
            _begin(exchange, 200, {"Content-Type": "text/event-stream"})
        for piece in pieces:
            _send(exchange, event(piece))
        stopped.wait()

    return answer


def breaks(*pieces: str) -> Answer:
    """Promises more than it sends."""
    return streams(*(event(piece) for piece in pieces), done=False, headers={"Content-Length": "1000000"})


def _begin(exchange: Exchange, status: int, headers: dict[str, str]) -> None:
    exchange.send_response(status)
    for name, value in headers.items():
        exchange.send_header(name, value)
    exchange.end_headers()


def _send(exchange: Exchange, item: dict[str, Any] | str) -> None:
    text = item if isinstance(item, str) else f"data: {json.dumps(item)}\n\n"
    exchange.wfile.write(text.encode())
    exchange.wfile.flush()
