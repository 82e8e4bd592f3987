"""Keeping a picture for a card that is yet to be asked for."""

from __future__ import annotations

from uuid import UUID

from generation.avatar_hook import clean_picture
from generation.models import Asset
from generation.services.assets import store_asset


def upload_picture(owner_id: UUID, content: bytes) -> Asset:
    """A PNG made anew of the picture; BadPicture says what it is not, AssetRefused that no more may be kept."""
    return store_asset(owner_id, clean_picture(content))
