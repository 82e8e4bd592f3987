"""Keeping and reading the files of cards."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Sum
from django.utils import timezone

from generation.cards.files import ICON, MAIN, CardFile, picture_of
from generation.errors import AssetRefused
from generation.models import Asset
from generation.models.asset import EXT_LENGTH, NAME_LENGTH, TYPE_LENGTH

UNUSED_DAYS = 30


def store_asset(
    owner_id: UUID,
    content: bytes,
    *,
    type: str = ICON,  # noqa: A002 - the standard's word
    name: str = MAIN,
    ext: str = "png",
    media_type: str = "image/png",
    card_id: UUID | None = None,
) -> Asset:
    """Keep `content`; without `card_id` it is an upload that nothing uses yet, which a card may take by setting it.

    Uploads that no card took within `UNUSED_DAYS` go when their owner uploads the next.

    The card must be the owner's own, which the caller sees to. AssetRefused for one that is empty, larger than
    `settings.CARD_UPLOAD_MAX_BYTES`, or more than the owner may keep in all.
    """
    if card_id is None:
        _forget_unused(owner_id)
    _check_sizes(owner_id, [len(content)])
    row = Asset(
        owner_id=owner_id,
        card_id=card_id,
        type=type[:TYPE_LENGTH],
        name=name[:NAME_LENGTH],
        ext=ext[:EXT_LENGTH],
        media_type=media_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
    )
    row.save(force_insert=True)
    return row


def store_files(owner_id: UUID, card_id: UUID, files: Sequence[CardFile]) -> list[CardFile]:
    """Keep the files of a card under the ids that its assets name; those that there was no room for.

    The picture comes first: of all of them it is missed most.
    """
    room, left_out = room_of(owner_id), []
    picture = picture_of(files)
    for file in sorted(files, key=lambda file: file is not picture):
        if not 0 < file.size <= room:
            left_out.append(file)
            continue
        room -= file.size
        row = Asset(
            id=file.id,
            owner_id=owner_id,
            card_id=card_id,
            type=file.type[:TYPE_LENGTH],
            name=file.name[:NAME_LENGTH],
            ext=file.ext[:EXT_LENGTH],
            media_type=file.media_type,
            size=file.size,
            sha256=hashlib.sha256(file.content).hexdigest(),
            content=file.content,
        )
        row.save(force_insert=True)
    return left_out


def room_of(owner_id: UUID) -> int:
    """How many bytes of files the owner's cards may still keep."""
    kept: int = Asset.objects.owned_by(owner_id).aggregate(total=Sum("size"))["total"] or 0
    most: int = settings.CARD_STORAGE_BYTES_PER_OWNER
    return max(0, most - kept)


def copy_asset(asset_id: UUID, copy_id: UUID, card_id: UUID) -> None:
    """Keep the same file once more, for another card of its owner's; AssetRefused as above."""
    row = Asset.objects.get(pk=asset_id)
    _check_sizes(row.owner_id, [row.size])
    row.pk, row.card_id, row.created_at = copy_id, card_id, timezone.now()
    row.save(force_insert=True)


def read_asset(owner_id: UUID, asset_id: UUID) -> Asset:
    """One of the owner's assets with its content; Asset.DoesNotExist for one that is missing or not theirs."""
    return Asset.objects.owned_by(owner_id).get(pk=asset_id)


def _forget_unused(owner_id: UUID) -> None:
    before = timezone.now() - timedelta(days=UNUSED_DAYS)
    Asset.objects.owned_by(owner_id).filter(card=None, created_at__lt=before).delete()


def _check_sizes(owner_id: UUID, sizes: Sequence[int]) -> None:
    if not sizes:
        return
    largest, most = settings.CARD_UPLOAD_MAX_BYTES, settings.CARD_STORAGE_BYTES_PER_OWNER
    if min(sizes) == 0:
        raise AssetRefused("The file is empty; send one with something in it.")
    if max(sizes) > largest:
        raise AssetRefused(f"The file has {max(sizes):,} bytes, more than {largest:,}; make it smaller.")
    if sum(sizes) > (room := room_of(owner_id)):
        kept = f"{most - room:,} bytes of files already, of {most:,}"
        raise AssetRefused(f"Your cards keep {kept}; delete some cards first.")
