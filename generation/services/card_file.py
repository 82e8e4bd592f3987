"""A card's picture to be shown, and its files to be saved."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response

from accounts.api.files import attached
from generation.cards.pictures import small
from generation.models import Asset, Card
from generation.models.rendition import SIZES, THUMBNAIL
from generation.selectors.assets import asset_of
from generation.selectors.bases import upload_of
from generation.selectors.cards import card_of
from generation.selectors.pictures import source_of
from generation.services.renditions import rendition_of

# What no browser runs.
_PASSIVE = frozenset({"image/png", "image/jpeg", "image/webp", "image/gif", "application/json"})
BYTES = "application/octet-stream"
ASK_AGAIN = "private, no-cache"
FOR_LONG = "private, max-age=31536000, immutable"


def picture_at(request: HttpRequest, card: Card, size: str) -> HttpResponseBase:
    """The card's picture at `size`, kept by browsers for long where the address names what it is made of; 304 to one
    who has it."""
    source = source_of(card)
    headers = _headers(f"{size}-{source}", FOR_LONG if request.GET.get("v") == source else ASK_AGAIN)
    if told := _not_modified(request, headers):
        return told
    made = rendition_of(card, size, source)
    return HttpResponse(bytes(made.content), content_type=made.media_type, headers=headers)


def upload_at(request: HttpRequest, owner_id: UUID, upload_id: UUID) -> HttpResponseBase:
    """A picture that its owner sent, as small as a card's in a list; Asset.DoesNotExist for what is none of theirs."""
    asset = upload_of(owner_id, upload_id)
    headers = _headers(asset.sha256, FOR_LONG)
    if told := _not_modified(request, headers):
        return told
    return HttpResponse(small(bytes(asset.content), *SIZES[THUMBNAIL]), content_type="image/webp", headers=headers)


def _headers(tag: str, caching: str) -> dict[str, str]:
    return {"ETag": f'"{tag}"', "Cache-Control": caching, "X-Content-Type-Options": "nosniff"}


def _not_modified(request: HttpRequest, headers: dict[str, str]) -> HttpResponseBase | None:
    known = HttpResponse(headers=headers)
    answer = get_conditional_response(request, etag=headers["ETag"], response=known)
    return None if answer is known else answer


def asset_download(owner_id: UUID, card_id: UUID, asset_id: UUID) -> HttpResponse:
    """To be saved, never shown. DoesNotExist for a card or a file that is missing or not the owner's."""
    asset: Asset = asset_of(card_of(owner_id, card_id).pk, asset_id)
    media_type = asset.media_type if asset.media_type in _PASSIVE else BYTES
    name = asset.name.replace("/", "_").replace("\\", "_")
    answer = attached(bytes(asset.content), media_type, name if "." in name else f"{name}.{asset.ext}")
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = ASK_AGAIN
    return answer
