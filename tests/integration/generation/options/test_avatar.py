"""The picture of a card: none, drawn, uploaded, or by the site's illustrator."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.test import Client, override_settings
from PIL import Image

from accounts.models import User
from generation.errors import NoPicture
from generation.models import Asset, Card
from generation.selectors.missing_files import NO_ROOM
from generation.services.export_card import export_card
from generation.services.generate import check_options, generate
from generation.services.upload_picture import upload_picture
from jobs.errors import InvalidSubmission
from jobs.models import Job
from jobs.testing import perform, stage_now
from tests.support.api import api_of, fields
from tests.support.illustrator import PATH, Illustrator, picture
from tests.support.plain_author import PlainAuthor, plain_author
from tests.support.proofs import proves
from tests.support.users import make_user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]

CONCEPT = "A patient miner who guards a door under a mountain."
UPLOADS = "/api/v1/generation/uploads"


@pytest.fixture(autouse=True)
def author() -> Iterator[PlainAuthor]:
    with plain_author() as author:
        yield author


@pytest.fixture
def illustrator(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Illustrator]]:
    monkeypatch.setattr(Illustrator, "asked", [])
    monkeypatch.setattr(Illustrator, "answer", picture())
    with override_settings(CARD_AVATAR_HOOK=PATH):
        yield Illustrator


def ask(owner: User, **options: Any) -> Job:
    return generate(owner.pk, {"concept": CONCEPT, "lore_entries": 0, **options}).job


def made(owner: User, **options: Any) -> Card:
    job = perform(ask(owner, **options))
    assert "completed" == job.status, job.error_message
    return Card.objects.get(job_id=job.pk)


def refused(owner: User, **options: Any) -> dict[str, str]:
    with pytest.raises(InvalidSubmission) as caught:
        ask(owner, **options)
    return caught.value.errors


def colour(card: Card) -> Any:
    """Of the middle of its PNG."""
    with Image.open(io.BytesIO(export_card(card, "png").content)) as image:
        return image.convert("RGB").getpixel((image.width // 2, image.height // 2))


class TestAvatar:
    @proves("avatar")
    def test_is_drawn_uploaded_made_elsewhere_or_not_there(self, illustrator: type[Illustrator]) -> None:
        owner = make_user()
        upload = str(upload_picture(owner.pk, picture(colour="red")).pk)
        drawn, hooked = made(owner), made(owner, avatar="hook")
        uploaded = made(owner, avatar="upload", avatar_upload=upload)
        none = made(owner, avatar="none")
        assert (0, 1, 1, 0) == tuple(card.assets.count() for card in (drawn, hooked, uploaded, none))
        assert ((0, 128, 128), (255, 0, 0)) == (colour(hooked), colour(uploaded))
        assert export_card(drawn, "png").content.startswith(b"\x89PNG")
        with pytest.raises(NoPicture):
            export_card(none, "png")
        assert b".png" not in export_card(none, "charx").content

    def test_that_is_none_is_told_at_the_export(self) -> None:
        owner = make_user()
        card = made(owner, avatar="none")
        answer = api_of(owner).get(f"/api/v1/generation/cards/{card.pk}/export?format=png")
        assert (409, True) == (answer.status_code, "take v2, v3 or charx" in answer.json()["detail"])
        assert "png" not in api_of(owner).get(f"/api/v1/generation/cards/{card.pk}").json()["links"]
        assert "png" not in (Job.objects.get().result or {})["links"]
        (listed,) = api_of(owner).get("/api/v1/generation/cards").json()["results"]
        assert {"self", "page", "portrait", "thumbnail", "v2", "v3", "charx"} == set(listed["links"])
        made(owner)
        assert "png" in api_of(owner).get("/api/v1/generation/cards").json()["results"][0]["links"]

    def test_of_the_base_card_is_taken_over(self) -> None:
        owner = make_user()
        upload = str(upload_picture(owner.pk, picture(colour="red")).pk)
        base = made(owner, avatar="upload", avatar_upload=upload)
        kept = made(owner, base_card=str(base.pk))
        other = str(upload_picture(owner.pk, picture(colour="blue")).pk)
        replaced = made(owner, base_card=str(base.pk), avatar="upload", avatar_upload=other)
        assert ((255, 0, 0), (0, 0, 255), (255, 0, 0)) == (colour(kept), colour(replaced), colour(base))
        assert [1, 1, 1] == [card.assets.count() for card in (base, kept, replaced)]


class TestUpload:
    @proves("avatar_upload")
    def test_becomes_the_picture_of_every_card_that_names_it(self) -> None:
        owner = make_user()
        upload = upload_picture(owner.pk, picture(colour="red"))
        first, second = (made(owner, avatar="upload", avatar_upload=str(upload.pk)) for _ in range(2))
        assert (upload.pk, 2) == (first.assets.get().pk, Asset.objects.count())
        assert (255, 0, 0) == colour(first) == colour(second)

    def test_that_there_is_no_room_for_is_told_of_on_the_card(self, settings: Any) -> None:
        owner = make_user()
        upload = str(upload_picture(owner.pk, picture(colour="red")).pk)
        made(owner, avatar="upload", avatar_upload=upload)
        settings.CARD_STORAGE_BYTES_PER_OWNER = 1
        card = made(owner, avatar="upload", avatar_upload=upload)
        client = Client()
        client.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
        assert "1 file is not kept: its picture." in client.get(f"/cards/{card.pk}").content.decode()
        told = api_of(owner).get(f"/api/v1/generation/cards/{card.pk}").json()["warnings"]
        assert ("1 file is not kept: its picture.", NO_ROOM) == tuple(told)

    @pytest.mark.parametrize("whose", ["another's", "nobody's"])
    def test_must_be_the_callers(self, whose: str) -> None:
        other = upload_picture(make_user().pk, picture()).pk
        upload = str(other) if whose == "another's" else "0192f3a1-5c2e-7b3a-9d41-6f0c2a8e4b17"
        found = refused(make_user(), avatar="upload", avatar_upload=upload)
        text = "You have no upload with this id; send the picture to `generation/uploads`."
        assert {"avatar_upload": text} == found

    def test_that_is_gone_fails_the_job_before_anything_is_paid_for(self, author: PlainAuthor) -> None:
        owner = make_user()
        upload = upload_picture(owner.pk, picture())
        job = ask(owner, avatar="upload", avatar_upload=str(upload.pk))
        upload.delete()
        job = perform(job)
        assert ("failed", True, []) == (job.status, "avatar_upload" in job.error_message, author.asked)

    def test_and_avatar_name_each_other(self) -> None:
        for given in ({"avatar": "upload"}, {"avatar_upload": "0192f3a1-5c2e-7b3a-9d41-6f0c2a8e4b17"}):
            with pytest.raises(InvalidSubmission) as caught:
                check_options({"concept": CONCEPT, **given})
            (text,) = caught.value.errors.values()
            assert "avatar_upload" in text
            assert "avatar is" in text


class TestUploads:
    def send(self, owner: User, content: bytes, name: str = "file") -> Any:
        return api_of(owner).post(UPLOADS, {name: SimpleUploadedFile("me.png", content)}, format="multipart")

    @pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "GIF"])
    def test_take_pictures_and_make_them_anew(self, form: str) -> None:
        owner = make_user()
        answer = self.send(owner, picture(form=form))
        row = Asset.objects.get(pk=answer.json()["upload_id"])
        assert (201, "image/png", owner.pk, None) == (answer.status_code, row.media_type, row.owner_id, row.card_id)
        with Image.open(io.BytesIO(bytes(row.content))) as image:
            assert ("PNG", (64, 96)) == (image.format, image.size)

    def test_drop_what_else_the_file_held(self) -> None:
        self.send(make_user(), picture(form="JPEG", comment=b"secret place") + b"<script>")
        content = bytes(Asset.objects.get().content)
        assert b"secret" not in content
        assert b"<script>" not in content

    def test_make_large_ones_smaller(self) -> None:
        self.send(make_user(), picture(3000, 1500))
        with Image.open(io.BytesIO(bytes(Asset.objects.get().content))) as image:
            assert (2048, 1024) == image.size

    @pytest.mark.parametrize(
        "content", [b"", b"GIF89a", b"<svg xmlns='http://www.w3.org/2000/svg'/>", picture()[:60], b"{}", b"\x00" * 99]
    )
    def test_refuse_what_is_no_picture(self, content: bytes) -> None:
        answer = self.send(make_user(), content)
        assert (422, {"file"}) == (answer.status_code, fields(answer))
        assert not Asset.objects.exists()

    def test_refuse_a_form_without_a_file(self) -> None:
        assert {"picture"} == fields(self.send(make_user(), picture(), name="picture")) - {"file"}


class TestHook:
    def test_is_told_what_to_draw_and_asked_once(self, illustrator: type[Illustrator]) -> None:
        card = made(make_user(), avatar="hook", art_style="woodcut", tone=["epic"], seed=5)
        (wanted,) = illustrator.asked
        assert (card.name, "epic", "general", 5) == (wanted.name, wanted.tone, wanted.rating, wanted.seed)
        assert "woodcut" in wanted.prompt

    def test_that_fails_is_tried_again_and_pays_for_nothing_else(
        self, illustrator: type[Illustrator], author: PlainAuthor
    ) -> None:
        async def broken(self: Any, wanted: Any) -> bytes:
            raise RuntimeError("The painter is ill.")

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Illustrator, "picture", broken)
            job = perform(ask(make_user(), avatar="hook"))
        assert ("scheduled", True) == (job.status, "painter is ill" in job.error_message)
        paid = len(author.asked)
        stage_now(job)
        assert "completed" == perform(job).status
        assert paid == len(author.asked)

    @pytest.mark.parametrize(("answer", "words"), [("text", "not with bytes"), (b"<svg/>", "no PNG")])
    def test_must_answer_with_a_picture(
        self, illustrator: type[Illustrator], monkeypatch: pytest.MonkeyPatch, answer: Any, words: str
    ) -> None:
        monkeypatch.setattr(illustrator, "answer", answer)
        job = perform(ask(make_user(), avatar="hook"))
        assert ("failed", True) == (job.status, words in job.error_message)

    def test_is_refused_where_there_is_none(self) -> None:
        assert "CARD_AVATAR_HOOK" in refused(make_user(), avatar="hook")["avatar"]

    @pytest.mark.parametrize("path", ["no.such.module.Painter", "tests.support.illustrator.picture"])
    def test_must_be_there_when_the_site_starts(self, path: str) -> None:
        with override_settings(CARD_AVATAR_HOOK=path), pytest.raises(SystemCheckError, match=r"generation\.E021"):
            call_command("check")
