"""A card's own picture: an upload of its owner's, one that a hook drew, or that of the card it started from."""

from __future__ import annotations

from uuid import UUID

import uuid_utils.compat as uuid

from generation.cards.addresses import readdressed
from generation.cards.files import ICON, MAIN
from generation.models import Asset, Card
from generation.services.assets import copy_asset, store_asset
from jobs.selectors.artefacts import artefact_of


def give_upload(card: Card, upload_id: UUID) -> None:
    """The upload becomes the card's; one that another card took already is copied. Nothing where it is gone.

    AssetRefused when its owner may keep no more.
    """
    mine = Asset.objects.owned_by(card.owner_id)
    if mine.filter(pk=upload_id, card=None).update(card=card, type=ICON, name=MAIN):
        return
    if mine.filter(pk=upload_id).exists():
        own = uuid.uuid7()
        copy_asset(upload_id, own, card.pk)
        mine.filter(pk=own).update(type=ICON, name=MAIN)


def give_artefact(card: Card, job_id: UUID, artefact_id: UUID) -> None:
    """The file of the job, which is a PNG of ours, becomes the card's picture; AssetRefused when there is no room."""
    content = bytes(artefact_of(job_id, artefact_id).content)
    store_asset(card.owner_id, content, card_id=card.pk)


def take_files(card: Card, base_id: UUID, *, pictures: bool) -> None:
    """Copies of the files of the card that `card` started from, which its assets name then; icons if `pictures`.

    AssetRefused when its owner may keep no more.
    """
    rows = Asset.objects.owned_by(card.owner_id).filter(card_id=base_id)
    wanted = rows if pictures else rows.exclude(type=ICON)
    copies = {asset_id: uuid.uuid7() for asset_id in wanted.values_list("pk", flat=True)}
    if not copies:
        return
    for original, own in copies.items():
        copy_asset(original, own, card.pk)
    card.data = readdressed(card.data, copies)
    card.save(update_fields=["data"])
