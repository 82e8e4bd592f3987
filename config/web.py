"""`python -m config.web APPLICATION`, with daphne's options: serves HTTP and WebSockets, and leaves forms to Django.

Twisted, below daphne, reads the body of every form too, with the parser for e-mail: a file of 10 MB takes a fifth of a
second and several times its size in memory, the process serves nobody meanwhile, and what was read is thrown away
(https://github.com/twisted/twisted/issues/4519). And a form it cannot read it refuses without a word.
"""

from __future__ import annotations

from typing import Any

from daphne import http_protocol
from daphne.cli import CommandLineInterface

from config.leaving import LeavingServer, leave

# Connections that wait to be accepted; of more than Twisted's 50 at one instant, some are reset.
BACKLOG = 1024
# Bytes of a body that are handed to Django at once; daphne's 8 KiB are 1,280 messages for 10 MB.
PIECE = 1 << 20


class Request(http_protocol.WebRequest):  # type: ignore[misc] # daphne has no types
    """One whose body only Django reads."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options, parsePOSTFormSubmission=False)


class WebServer(LeavingServer):
    def __init__(self, application: Any, endpoints: list[str], **options: Any) -> None:
        waiting = [f"{each}:backlog={BACKLOG}" if each.startswith("tcp:") else each for each in endpoints]
        super().__init__(application, waiting, request_buffer_size=PIECE, **options)


class Web(CommandLineInterface):  # type: ignore[misc]
    """Daphne's command line."""

    server_class = WebServer


def main() -> None:
    http_protocol.WebRequest = Request
    Web.entrypoint()
    leave()


if __name__ == "__main__":
    main()
