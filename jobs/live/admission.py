"""Who may open a socket: own pages by session and Origin, other clients by a single-use ticket."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from channels.auth import get_user
from django.conf import settings
from django.http.request import validate_host

from accounts.models import Ticket, User
from accounts.selectors.access import session_stands, sign_in_stands, still_allowed
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


@dataclass(frozen=True, slots=True)
class Admission:
    """Who was let in, and by what: a ticket, or else the browser session of that key."""

    user: User
    ticket: Ticket | None = None
    session_key: str | None = None

    def renewed(self) -> User | None:
        """The user as they are now; None once they left, were deactivated or had their tokens ended."""
        user = still_allowed(self.user.pk, self.user.token_version)
        return user if user is not None and self._stands() else None

    def _stands(self) -> bool:
        if self.ticket is None:
            return session_stands(self.session_key)
        return self.ticket.family_id is None or sign_in_stands(self.ticket.family_id)


async def admit(scope: dict[str, Any]) -> Admission:
    """Who is behind a handshake; Refused with the code to close with."""
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    if ticket := ticket_of(scope):
        if "origin" in headers and not _own_origin(headers):
            raise Refused(Close.FOREIGN_ORIGIN)
        redeemed = await read(redeem, ticket)
        if redeemed is None:
            raise Refused(Close.NOT_SIGNED_IN)
        return Admission(redeemed.user, ticket=redeemed)
    if not _own_origin(headers):
        raise Refused(Close.FOREIGN_ORIGIN)
    user = await get_user(scope)
    if not user.is_authenticated:
        raise Refused(Close.NOT_SIGNED_IN)
    return Admission(user, session_key=scope["session"].session_key)


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
