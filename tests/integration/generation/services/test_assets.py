"""Files of cards: kept, read, refused, and gone with what they belong to."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from accounts.services.account import delete_account
from generation.errors import AssetRefused
from generation.models import Asset
from generation.services.assets import UNUSED_DAYS, read_asset, store_asset
from generation.services.delete_card import delete_card
from tests.support.cards import keep
from tests.support.users import PASSWORD, make_user

pytestmark = pytest.mark.django_db

PICTURE = b"\x89PNG not looked at here"


class TestStoreAsset:
    def test_keeps_the_bytes_and_says_what_they_are(self, user: User) -> None:
        asset = store_asset(user.pk, PICTURE, type="emotion", name="glad", ext="webp", media_type="image/webp")
        kept = read_asset(user.pk, asset.pk)
        assert (PICTURE, len(PICTURE), hashlib.sha256(PICTURE).hexdigest()) == (
            bytes(kept.content),
            kept.size,
            kept.sha256,
        )
        assert ("emotion", "glad", "webp", "image/webp", None) == (
            kept.type,
            kept.name,
            kept.ext,
            kept.media_type,
            kept.card_id,
        )

    @pytest.mark.parametrize(("content", "words"), [(b"", "empty"), (b"123456", "6 bytes, more than 5")])
    def test_refuses_nothing_and_too_much(self, user: User, settings: Any, content: bytes, words: str) -> None:
        settings.CARD_UPLOAD_MAX_BYTES = 5
        with pytest.raises(AssetRefused, match=words):
            store_asset(user.pk, content)
        assert not Asset.objects.exists()

    def test_refuses_more_than_one_owner_may_keep(self, user: User, settings: Any) -> None:
        settings.CARD_STORAGE_BYTES_PER_OWNER = 10
        store_asset(user.pk, b"123456")
        with pytest.raises(AssetRefused, match="delete some cards"):
            store_asset(user.pk, b"12345")
        store_asset(make_user().pk, b"12345")
        store_asset(user.pk, b"1234")

    def test_drops_old_uploads_that_no_card_took(self, user: User) -> None:
        store_asset(user.pk, b"a")
        taken, strangers = store_asset(user.pk, b"b"), store_asset(make_user().pk, b"c")
        Asset.objects.filter(pk=taken.pk).update(card=keep(user.pk))
        Asset.objects.update(created_at=timezone.now() - timedelta(days=UNUSED_DAYS + 1))
        new = store_asset(user.pk, b"d")
        assert {taken.pk, strangers.pk, new.pk} == set(Asset.objects.values_list("pk", flat=True))


class TestReadAsset:
    def test_finds_nothing_of_a_stranger(self, user: User) -> None:
        asset = store_asset(user.pk, PICTURE)
        for caller, asset_id in ((make_user(), asset.pk), (user, uuid4())):
            with pytest.raises(Asset.DoesNotExist):
                read_asset(caller.pk, asset_id)


class TestAsset:
    def test_goes_with_its_card(self, user: User) -> None:
        card, other = keep(user.pk), keep(user.pk)
        store_asset(user.pk, PICTURE, card_id=card.pk)
        stays = store_asset(user.pk, PICTURE, card_id=other.pk)
        delete_card(user.pk, card.pk)
        assert [stays.pk] == list(Asset.objects.values_list("pk", flat=True))

    def test_goes_with_its_owner_unread(self, user: User) -> None:
        store_asset(user.pk, PICTURE)
        store_asset(user.pk, PICTURE, card_id=keep(user.pk).pk)
        with CaptureQueriesContext(connection) as queries:
            delete_account(user, password=PASSWORD)
        assert [] == [query for query in queries.captured_queries if '"content"' in query["sql"]]
        assert not Asset.objects.exists()
