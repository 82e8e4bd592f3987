"""The gallery and a card's page."""

from datetime import UTC, datetime

import pytest
import uuid_utils.compat as uuid

from generation.models import Card, CardTag
from generation.pages.gallery import PAGE_SIZE, TAGS_IN_VIEW
from generation.services.save_card import NewCard, save_card
from jobs.services import cancel_job, delete_job
from jobs.testing import enqueue, scripted
from tests.support.api import api_of
from tests.support.cards import make_options, write
from tests.support.users import make_user


def keep(owner, name: str = "", **options) -> Card:
    asked = make_options(**options)
    data = write(asked)
    data = data.model_copy(update={"name": name or data.name})
    new = NewCard(id=uuid.uuid7(), owner_id=owner.pk, job_id=uuid.uuid7(), data=data, options=asked)
    save_card(new)
    return Card.objects.get(pk=new.id)


@pytest.mark.django_db
class TestGallery:
    def test_invites_to_create_the_first_card(self, signed_in) -> None:
        assert "No cards yet" in signed_in.get("/cards").content.decode()

    def test_shows_my_cards_and_nobody_elses(self, signed_in, user) -> None:
        keep(user, "Mirren Vale")
        keep(make_user(), "Somebody Else")
        page = signed_in.get("/cards").content.decode()
        assert "Mirren Vale" in page
        assert "Somebody Else" not in page

    def test_searches(self, signed_in, user) -> None:
        keep(user, "Mirren Vale")
        assert "Mirren Vale" in signed_in.get("/cards?q=vale").content.decode()
        assert "No card matches" in signed_in.get("/cards?q=nobody").content.decode()

    def test_goes_on_where_a_page_ends(self, signed_in, user) -> None:
        first = keep(user, "The oldest")
        data = {"owner": user, "data": first.data}
        Card.objects.bulk_create(Card(name=f"Card {number}", **data) for number in range(PAGE_SIZE))
        page = signed_in.get("/cards")
        assert "The oldest" not in page.content.decode()
        assert "The oldest" in signed_in.get(page.context["next_url"]).content.decode()


def names(page) -> list[str]:
    return [card["name"] for card in page.context["cards"]]


@pytest.mark.django_db
class TestOrder:
    def fill(self, user) -> None:
        data = {"owner": user, "data": keep(user, "delta").data}
        for name, changed in (("Bravo", 3), ("alpha", 4), ("Charlie", 1), ("alpha", 2)):
            Card.objects.create(name=name, updated_at=datetime(2030, 1, changed, tzinfo=UTC), **data)

    @pytest.mark.parametrize(
        ("ordering", "expected"),
        [
            ("", ["alpha", "Charlie", "alpha", "Bravo", "delta"]),
            ("created_at", ["delta", "Bravo", "alpha", "Charlie", "alpha"]),
            ("name", ["alpha", "alpha", "Bravo", "Charlie", "delta"]),
            ("-updated_at", ["alpha", "Bravo", "alpha", "Charlie", "delta"]),
            ("price", ["alpha", "Charlie", "alpha", "Bravo", "delta"]),
        ],
    )
    def test_is_what_is_asked_for_on_every_page(self, signed_in, user, monkeypatch, ordering, expected) -> None:
        self.fill(user)
        assert expected == names(signed_in.get(f"/cards?ordering={ordering}"))
        monkeypatch.setattr("generation.pages.gallery.PAGE_SIZE", 1)
        page = signed_in.get(f"/cards?ordering={ordering}")
        found = names(page)
        while page.context["next_url"]:
            page = signed_in.get(page.context["next_url"])
            found += names(page)
        assert expected == found

    def test_is_taken_by_the_api_too(self, user) -> None:
        self.fill(user)
        client = api_of(user)
        [first] = client.get("/api/v1/generation/cards?ordering=name&limit=1").json()["results"]
        assert "alpha" == first["name"]
        answer = client.get("/api/v1/generation/cards?ordering=price")
        assert (422, True) == (answer.status_code, "ordering" in answer.content.decode())

    @pytest.mark.parametrize("at", ["", "x", "2030-01-01", "2030-01-01T00:00:00+00:00", "%00", "A" * 300])
    def test_bears_any_place_in_its_address(self, signed_in, user, at) -> None:
        self.fill(user)
        for ordering in ("", "created_at", "name", "-updated_at"):
            address = f"/cards?ordering={ordering}&before={Card.objects.latest('id').pk}&at={at}"
            assert signed_in.get(address).status_code in {200, 400}


@pytest.mark.django_db
class TestTags:
    def test_are_those_of_my_cards_with_how_many_have_them(self, signed_in, user) -> None:
        first, second, other = keep(user, "One"), keep(user, "Two"), keep(make_user(), "Three")
        CardTag.objects.all().delete()
        tags = ((first, "sea"), (second, "sea"), (second, "work"), (other, "secret"))
        CardTag.objects.bulk_create(CardTag(card=card, name=name) for card, name in tags)
        page = signed_in.get("/cards?ordering=name")
        assert [("sea", 2), ("work", 1)] == [(tag.name, tag.count) for tag in page.context["tags"]]
        assert "secret" not in page.content.decode()
        [work] = [tag for tag in page.context["tags"] if tag.name == "work"]
        filtered = signed_in.get(work.url)
        assert ["Two"] == names(filtered)
        [shown, *_] = filtered.context["tags"]
        assert ("work", True, "/cards?ordering=name") == (shown.name, shown.is_current, shown.url)

    def test_beyond_the_common_ones_fold_away(self, signed_in, user) -> None:
        card = keep(user)
        CardTag.objects.bulk_create(CardTag(card=card, name=f"tag {number}") for number in range(TAGS_IN_VIEW + 5))
        page = signed_in.get("/cards")
        assert TAGS_IN_VIEW == len(page.context["tags"])
        assert f"{len(page.context['more_tags'])} more tags" in page.content.decode()


@pytest.mark.django_db
class TestCardPage:
    def test_shows_all_that_the_card_holds(self, signed_in, user) -> None:
        card = keep(user, lore_entries=3, alternate_greetings=2, example_dialogues=1)
        page = signed_in.get(f"/cards/{card.pk}").content.decode()
        assert 3 == page.count('class="lore-entry"')
        assert 3 == page.count('role="tabpanel"')
        assert 'class="dialogue"' in page
        assert 4 == page.count('class="download"')

    def test_offers_only_the_files_that_suit_its_standard(self, signed_in, user) -> None:
        page = signed_in.get(f"/cards/{keep(user, spec='v2').pk}").content.decode()
        assert "format=v2" in page
        assert "format=v3" not in page

    def test_leads_to_its_job_until_that_is_deleted(self, signed_in, user) -> None:
        with scripted():
            job = cancel_job(user, enqueue(user.pk).pk)
            card = keep(user)
            Card.objects.filter(pk=card.pk).update(job_id=job.pk)
            assert f'<a href="/jobs/{job.pk}">by this job</a>' in signed_in.get(f"/cards/{card.pk}").content.decode()
            delete_job(user, job.pk)
            assert "by this job" not in signed_in.get(f"/cards/{card.pk}").content.decode()

    def test_is_missing_for_others(self, signed_in) -> None:
        card = keep(make_user())
        assert 404 == signed_in.get(f"/cards/{card.pk}").status_code
        assert 404 == signed_in.post(f"/cards/{card.pk}/delete").status_code
        assert Card.objects.filter(pk=card.pk).exists()

    def test_escapes_what_a_model_wrote(self, signed_in, user) -> None:
        card = keep(user, "<img src=x onerror=alert(1)>")
        Card.objects.filter(pk=card.pk).update(data=card.data | {"description": "<script>alert(1)</script>"})
        page = signed_in.get(f"/cards/{card.pk}").content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page

    def test_is_deleted_by_its_owner(self, signed_in, user) -> None:
        card = keep(user)
        assert "/cards" == signed_in.post(f"/cards/{card.pk}/delete").headers["Location"]
        assert not Card.objects.exists()
