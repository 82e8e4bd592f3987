"""A card's picture to be shown, and its files to be saved."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response

from accounts.api.files import attached
from generation.cards import pictures, portrait
from generation.cards.files import picture_of
from generation.models import Asset, Card
from generation.selectors.assets import asset_of, facts_of, picture_file
from generation.selectors.cards import card_of

# What no browser runs.
_PASSIVE = frozenset({"image/png", "image/jpeg", "image/webp", "image/gif", "application/json"})
BYTES = "application/octet-stream"


def portrait_of(request: HttpRequest, card: Card) -> HttpResponseBase:
    """400 x 600 pixels, made anew from the card's own picture or drawn; 304 to one who has it."""
    picture = picture_of(facts_of(card.pk))
    seed = f"{picture.id}" if picture else f"{card.tone}\n{card.name}"
    etag = f'"{hashlib.sha256(seed.encode()).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": "private, no-cache", "X-Content-Type-Options": "nosniff"}
    known = HttpResponse(headers=headers)
    answer = get_conditional_response(request, etag=etag, response=known)
    if answer is not None and answer is not known:
        return answer
    return HttpResponse(_drawn(card), content_type="image/png", headers=headers)


def _drawn(card: Card) -> bytes:
    if own := picture_file(card.pk):
        with suppress(pictures.BrokenPicture):
            return pictures.thumbnail(own.content, portrait.WIDTH, portrait.HEIGHT)
    return portrait.draw(card.name, card.tone)


def asset_download(owner_id: UUID, card_id: UUID, asset_id: UUID) -> HttpResponse:
    """To be saved, never shown. DoesNotExist for a card or a file that is missing or not the owner's."""
    asset: Asset = asset_of(card_of(owner_id, card_id).pk, asset_id)
    media_type = asset.media_type if asset.media_type in _PASSIVE else BYTES
    name = asset.name.replace("/", "_").replace("\\", "_")
    answer = attached(bytes(asset.content), media_type, name if "." in name else f"{name}.{asset.ext}")
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, no-cache"
    return answer
