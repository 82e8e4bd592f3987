"""The card that an address names, and what may be wrong with it, as answers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.http import Http404
from rest_framework import status
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.request import Request

from accounts.api.requests import current_user
from generation.errors import AssetRefused, NoPicture, UnreadableCard
from generation.models import Asset, Card
from generation.selectors.cards import card_of


class Changed(APIException):
    """412, with the way out."""

    status_code = status.HTTP_412_PRECONDITION_FAILED

    def __init__(self) -> None:
        fault = "The card was changed since you read it, and nothing was done."
        fix = "GET it again, make your changes to what it says now, and send the ETag that came with it."
        super().__init__(f"{fault} {fix}")
        self.errors = [{"field": "If-Match", "detail": fault, "fix": fix}]


class Unreadable(APIException):
    status_code = status.HTTP_409_CONFLICT


def own_card(request: Request, card_id: UUID) -> Card:
    """The caller's card; 404 for one that is missing or not theirs."""
    with missing_is_404():
        return card_of(current_user(request).pk, card_id)


@contextmanager
def missing_is_404() -> Iterator[None]:
    try:
        yield
    except (Card.DoesNotExist, Asset.DoesNotExist):
        raise Http404 from None


@contextmanager
def refused_by_field(field: str = "file") -> Iterator[None]:
    """422 for files that cannot be kept, 409 for a card that cannot be written."""
    try:
        yield
    except AssetRefused as refused:
        raise ValidationError({field: [str(refused)]}) from None
    except (NoPicture, UnreadableCard) as unreadable:
        raise Unreadable(str(unreadable)) from None
