"""Who may open a socket: own pages by session and Origin, other clients by a single-use ticket."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from channels.auth import get_user
from django.conf import settings
from django.http.request import validate_host

from accounts.models import User
from accounts.selectors.access import session_stands, still_allowed
from accounts.services.tickets import redeem
from jobs.live.codes import Close
from jobs.live.reading import read

# Browsers cannot set headers on a socket; a subprotocol is what they, too, can send.
PROTOCOL = "stq"
TICKET_PREFIX = "ticket."


class Refused(Exception):
    """The handshake is not admitted."""

    def __init__(self, code: Close) -> None:
        super().__init__(code.name)
        self.code = code


async def admit(scope: dict[str, Any]) -> User:
    """The user behind a handshake; Refused with the code to close with."""
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    if ticket := ticket_of(scope):
        if "origin" in headers and not _own_origin(headers):
            raise Refused(Close.FOREIGN_ORIGIN)
        user = await read(redeem, ticket)
    else:
        if not _own_origin(headers):
            raise Refused(Close.FOREIGN_ORIGIN)
        user = await get_user(scope)
    if user is None or not user.is_authenticated:
        raise Refused(Close.NOT_SIGNED_IN)
    return user


async def still_admitted(user: User, scope: dict[str, Any]) -> bool:
    """Whether the account is active, its tokens were not ended and, for own pages, the session still stands."""
    if not await read(still_allowed, user.pk, user.token_version):
        return False
    return ticket_of(scope) is not None or await read(session_stands, scope["session"].session_key)


def ticket_of(scope: dict[str, Any]) -> str | None:
    for protocol in scope.get("subprotocols", []):
        if protocol.startswith(TICKET_PREFIX):
            return str(protocol.removeprefix(TICKET_PREFIX))
    return None


def _own_origin(headers: dict[str, str]) -> bool:
    """Same host as the page was served from, or one of the allowed hosts."""
    origin = urlsplit(headers.get("origin", ""))
    if not origin.hostname:
        return False
    if origin.netloc.lower() == headers.get("host", "").lower():
        return True
    return not settings.DEBUG and validate_host(origin.hostname, settings.ALLOWED_HOSTS)
