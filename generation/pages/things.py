"""The things that options name by id, as the form of a new card shows them: a picture and a card to start from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from generation.errors import AssetRefused, BadPicture
from generation.pages.addresses import id_in
from generation.pages.visitor import visitor
from generation.selectors.bases import has_card, has_upload
from generation.selectors.cards import card_of, describe_card, names_of
from generation.services.upload_limits import is_too_long, megabytes
from generation.services.upload_picture import upload_picture
from jobs.errors import InvalidSubmission

MOST_LISTED = 50
_UPLOAD, _CARD = "avatar_upload", "base_card"


def with_picture(request: HttpRequest, options: Mapping[str, Any]) -> dict[str, Any]:
    """`options` with the picture that came with the form, or without the one that is to be taken away.

    InvalidSubmission says why the picture cannot be used.
    """
    file = request.FILES.get(f"{_UPLOAD}_file")
    if is_too_long(request.META) or (file and (file.size or 0) > settings.CARD_UPLOAD_MAX_BYTES):
        largest = megabytes(settings.CARD_UPLOAD_MAX_BYTES)
        raise InvalidSubmission({_UPLOAD: f"The picture is larger than {largest}; choose a smaller one."})
    if file is None:
        return _without(options) if f"{_UPLOAD}_away" in request.POST else dict(options)
    try:
        upload = upload_picture(visitor(request).pk, file.read())
    except (BadPicture, AssetRefused) as refused:
        raise InvalidSubmission({_UPLOAD: str(refused)}) from None
    chosen = options.get("avatar", "placeholder")
    return {**options, _UPLOAD: str(upload.pk), "avatar": "upload" if chosen == "placeholder" else chosen}


def _without(options: Mapping[str, Any]) -> dict[str, Any]:
    left_out = {_UPLOAD, "avatar"} if options.get("avatar") == "upload" else {_UPLOAD}
    return {name: value for name, value in options.items() if name not in left_out}


def things(request: HttpRequest, options: Mapping[str, Any]) -> dict[str, Any]:
    """What the form's templates show of the picture and of the cards; nothing of what is not the visitor's."""
    owner = visitor(request).pk
    upload, card = (id_in(options.get(name)) for name in (_UPLOAD, _CARD))
    has_picture = upload is not None and has_upload(owner, str(upload))
    listed = [(str(pk), name) for pk, name in names_of(owner, MOST_LISTED)]
    chosen = describe_card(card_of(owner, card)) if card and has_card(owner, str(card)) else None
    if chosen and chosen["id"] not in dict(listed):
        listed.insert(0, (chosen["id"], chosen["name"]))
    return {
        "uploaded": reverse("api-upload-thumbnail", args=[upload]) if has_picture else "",
        "largest_picture": settings.CARD_UPLOAD_MAX_BYTES,
        "own_cards": listed,
        "chosen_card": chosen,
    }
