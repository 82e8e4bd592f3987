"""The gallery and a card's page."""

import pytest
import uuid_utils.compat as uuid

from generation.models import Card
from generation.pages.gallery import PAGE_SIZE
from generation.services.save_card import NewCard, save_card
from jobs.services import cancel_job, delete_job
from jobs.testing import enqueue, scripted
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
