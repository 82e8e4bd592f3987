"""Who asks, and which card they may see."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest

from accounts.models import User
from generation.models import Card
from generation.selectors.cards import card_of


def visitor(request: HttpRequest) -> User:
    """The signed-in person; the views that call it demand a session."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def card_or_404(request: HttpRequest, card_id: UUID) -> Card:
    """A missing card and somebody else's are the same 404."""
    try:
        return card_of(visitor(request).pk, card_id)
    except Card.DoesNotExist:
        raise Http404 from None
