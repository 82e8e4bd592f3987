"""Rate limits of the pages: the same counts as the API's."""

from __future__ import annotations

from django.http import HttpRequest

from accounts.errors import LockedOut
from accounts.peers import peer_address
from accounts.services.throttling import spend


def refuse_excess(request: HttpRequest, action: str) -> None:
    """Count `action` for the peer, or for the user who is signed in; raises LockedOut beyond the limit."""
    actor = str(request.user.pk) if request.user.is_authenticated else peer_address(request)
    seconds = spend(action, actor)
    if seconds is not None:
        raise LockedOut(seconds)
