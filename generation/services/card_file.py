"""A card's picture to be shown, and its files to be saved."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response

from accounts.api.files import attached
from generation.models import Asset, Card
from generation.selectors.assets import asset_of
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
    headers = {
        "ETag": f'"{size}-{source}"',
        "Cache-Control": FOR_LONG if request.GET.get("v") == source else ASK_AGAIN,
        "X-Content-Type-Options": "nosniff",
    }
    known = HttpResponse(headers=headers)
    answer = get_conditional_response(request, etag=headers["ETag"], response=known)
    if answer is not None and answer is not known:
        return answer
    made = rendition_of(card, size, source)
    return HttpResponse(bytes(made.content), content_type=made.media_type, headers=headers)


def asset_download(owner_id: UUID, card_id: UUID, asset_id: UUID) -> HttpResponse:
    """To be saved, never shown. DoesNotExist for a card or a file that is missing or not the owner's."""
    asset: Asset = asset_of(card_of(owner_id, card_id).pk, asset_id)
    media_type = asset.media_type if asset.media_type in _PASSIVE else BYTES
    name = asset.name.replace("/", "_").replace("\\", "_")
    answer = attached(bytes(asset.content), media_type, name if "." in name else f"{name}.{asset.ext}")
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = ASK_AGAIN
    return answer
