"""The form of a new card."""

import re

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.test import override_settings

from generation.cards.options import CardOptions, flat
from generation.models import Asset
from generation.pages.new_card import IN_VIEW
from generation.services.upload_picture import upload_picture
from jobs.models import Job
from jobs.testing import assert_enqueued
from tests.support.cards import keep
from tests.support.illustrator import picture
from tests.support.users import make_user

pytestmark = pytest.mark.once

CONCEPT = "A patient miner who guards a door under a mountain."
PLAIN = "tone=neutral&lore_categories=place&no_user_actions=on&fields=character_book"


def send(client, query: str):
    return client.post("/cards/new", QueryDict(f"{PLAIN}&{query}").urlencode(), "application/x-www-form-urlencoded")


@pytest.mark.django_db
class TestNewCard:
    def test_asks_strangers_to_sign_in(self, client) -> None:
        assert "/sign-in?next=/cards/new" == client.get("/cards/new").headers["Location"]

    def test_shows_the_few_options_that_matter_and_folds_the_others(self, signed_in) -> None:
        page = signed_in.get("/cards/new").content.decode()
        assert page.index('name="lore_entries"') < page.index('<details class="folded"')
        assert page.index('<details class="folded"') < page.index('name="lore_scan_depth"')
        assert page.count("data-example=") == 3

    def test_submits_a_job_and_goes_to_its_page(self, signed_in) -> None:
        response = send(signed_in, f"concept={CONCEPT}&lore_entries=18&genre=high fantasy, noir")
        job = assert_enqueued("character_card", lore_entries=18, genre=["high fantasy", "noir"])
        assert f"/jobs/{job.pk}" == response.headers["Location"]

    def test_starts_one_card_for_a_form_sent_twice(self, signed_in) -> None:
        page = signed_in.get("/cards/new").content.decode()
        [key] = re.findall(r'name="idempotency_key" value="([^"]+)"', page)
        first, second = (send(signed_in, f"concept={CONCEPT}&idempotency_key={key}") for _ in range(2))
        assert first.headers["Location"] == second.headers["Location"]
        assert 1 == Job.objects.count()

    @pytest.mark.parametrize(
        ("query", "field"),
        [
            ("concept=", "concept"),
            ("concept=short", "concept"),
            (f"concept={CONCEPT}&lore_entries=10000", "lore_entries"),
            (f"concept={CONCEPT}&lore_entries=many", "lore_entries"),
            (f"concept={CONCEPT}&age=-1", "age"),
            (f"concept={CONCEPT}&limits.timeout_s=1", "limits-timeout_s"),
            (f"concept={CONCEPT}&genre=a,b,c,d,e,f", "genre"),
            (f"concept={CONCEPT}%00", "concept"),
            (f"concept={CONCEPT}&rating=x", "rating"),
        ],
    )
    def test_names_the_field_that_is_wrong_and_keeps_what_was_typed(self, signed_in, query, field) -> None:
        response = send(signed_in, f"{query}&setting=Under the hill")
        page = response.content.decode()
        assert 422 == response.status_code
        assert f'id="option-{field}-error"' in page
        assert "Under the hill" in page
        assert not Job.objects.exists()

    def test_is_prefilled_from_my_own_earlier_job(self, signed_in, client, user) -> None:
        send(signed_in, f"concept={CONCEPT}&setting=Under the hill&lore_entries=7")
        job = Job.objects.get()
        page = signed_in.get(f"/cards/new?from={job.pk}").content.decode()
        assert CONCEPT in page
        assert "Under the hill" in page
        client.force_login(make_user(), backend="django.contrib.auth.backends.ModelBackend")
        assert CONCEPT not in client.get(f"/cards/new?from={job.pk}").content.decode()

    @pytest.mark.parametrize("job_id", ["", "x", "00000000-0000-7000-8000-000000000000"])
    def test_is_empty_for_an_earlier_job_that_is_not_there(self, signed_in, job_id) -> None:
        assert 200 == signed_in.get(f"/cards/new?from={job_id}").status_code


@pytest.mark.django_db
class TestCardEstimate:
    def estimate(self, client, query: str):
        form = QueryDict(f"{PLAIN}&{query}").urlencode()
        return client.post("/cards/estimate", form, "application/x-www-form-urlencoded")

    def tokens(self, client, query: str) -> int:
        page = self.estimate(client, query).content.decode()
        [tokens, *_] = re.findall(r"figure-value\">([\d,]+)<", page)
        return int(tokens.replace(",", ""))

    def test_grows_with_what_is_asked_for(self, signed_in) -> None:
        few, many = (self.tokens(signed_in, query) for query in ("lore_entries=1", "lore_entries=100"))
        assert many > few + 99 * CardOptions.model_fields["lore_entry_tokens"].default

    def test_does_not_need_the_concept(self, signed_in) -> None:
        assert 200 == self.estimate(signed_in, "concept=").status_code

    def test_stays_as_it_was_while_the_form_cannot_be_read(self, signed_in) -> None:
        assert 204 == self.estimate(signed_in, "lore_entries=many").status_code

    def test_names_the_list_price_of_a_paid_model(self, signed_in) -> None:
        with override_settings(LLM=settings.LLM | {"provider": "openai", "prices": ["mine=1/2"]}):
            page = self.estimate(signed_in, "models.creative=mine").content.decode()
        assert "at the list price" in page
        assert "$0.0" in page

    def test_admits_that_a_price_is_unknown(self, signed_in) -> None:
        with override_settings(LLM=settings.LLM | {"provider": "openai", "base_url": "http://127.0.0.1:1/v1"}):
            assert "unknown" in self.estimate(signed_in, "models.creative=mine").content.decode()


@pytest.mark.django_db
class TestCardCheck:
    def check(self, client, query: str) -> dict[str, str]:
        form = QueryDict(f"{PLAIN}&{query}").urlencode()
        return client.post("/cards/check", form, "application/x-www-form-urlencoded").json()["errors"]

    def test_names_what_a_submission_would_be_refused_for(self, signed_in) -> None:
        found = self.check(signed_in, f"concept={CONCEPT}&lore_entries=2&lore_constant_entries=3&genre={'x' * 41}")
        assert {"lore_constant_entries", "genre"} == set(found)
        assert not Job.objects.exists()

    def test_says_nothing_about_a_form_that_is_fine(self, signed_in) -> None:
        assert {} == self.check(signed_in, f"concept={CONCEPT}")

    def test_knows_only_the_cards_of_the_caller(self, signed_in) -> None:
        other = keep(make_user().pk)
        assert {"base_card"} == set(self.check(signed_in, f"concept={CONCEPT}&base_card={other.pk}"))


@pytest.mark.django_db
class TestPicture:
    def send(self, client, **given):
        form = QueryDict(f"{PLAIN}&concept={CONCEPT}", mutable=True)
        return client.post("/cards/new", {**{name: form.getlist(name) for name in form}, **given})

    def file(self, content: bytes = b"") -> SimpleUploadedFile:
        return SimpleUploadedFile("knight.png", content or picture(), "image/png")

    def test_that_comes_with_the_form_becomes_the_cards(self, signed_in, user) -> None:
        self.send(signed_in, avatar="placeholder", avatar_upload_file=self.file())
        upload = Asset.objects.owned_by(user.pk).get()
        assert_enqueued("character_card", avatar="upload", avatar_upload=str(upload.pk))

    def test_is_kept_where_the_form_is_refused_for_something_else(self, signed_in, user) -> None:
        page = self.send(signed_in, concept="short", avatar_upload_file=self.file()).content.decode()
        upload = Asset.objects.owned_by(user.pk).get()
        assert f'name="avatar_upload" value="{upload.pk}"' in page
        assert f'src="/api/v1/generation/uploads/{upload.pk}/thumbnail"' in page
        self.send(signed_in, avatar="upload", avatar_upload=str(upload.pk))
        assert_enqueued("character_card", avatar_upload=str(upload.pk))

    @pytest.mark.parametrize(
        ("content", "words"),
        [(b"%PDF-1.7 no picture", "it is no PNG, JPEG, WEBP or GIF picture"), (b"\x89PNG\r\n\x1a\nxx", "The picture")],
    )
    def test_that_is_none_is_refused_at_its_field(self, signed_in, content, words) -> None:
        response = self.send(signed_in, avatar_upload_file=self.file(content))
        [told] = re.findall(r'id="option-avatar_upload-error">(.*?)</p>', response.content.decode(), re.DOTALL)
        assert (422, True) == (response.status_code, words in told)
        assert not Job.objects.exists()

    def test_that_is_too_large_is_refused_with_the_limit(self, signed_in) -> None:
        with override_settings(CARD_UPLOAD_MAX_BYTES=1000):
            response = self.send(signed_in, avatar_upload_file=self.file(b"x" * 1001))
        assert (422, True) == (response.status_code, "larger than 0.001 MB" in response.content.decode())

    def test_is_taken_away(self, signed_in, user) -> None:
        upload = upload_picture(user.pk, picture())
        self.send(signed_in, avatar="upload", avatar_upload=str(upload.pk), avatar_upload_away="on")
        assert_enqueued("character_card", avatar="placeholder", avatar_upload=None)

    def test_of_somebody_else_is_not_shown(self, signed_in) -> None:
        upload = upload_picture(make_user().pk, picture())
        response = self.send(signed_in, avatar="upload", avatar_upload=str(upload.pk))
        assert (422, False) == (response.status_code, f"uploads/{upload.pk}" in response.content.decode())


@pytest.mark.django_db
class TestBaseCard:
    def test_is_chosen_among_my_cards(self, signed_in, user) -> None:
        mine, other = keep(user.pk), keep(make_user().pk)
        page = signed_in.get("/cards/new").content.decode()
        assert f'<option value="{mine.pk}">{mine.name}</option>' in page
        assert str(other.pk) not in page

    def test_that_is_chosen_is_shown_however_many_were_changed_since(self, signed_in, user, monkeypatch) -> None:
        mine = keep(user.pk)
        keep(user.pk)
        monkeypatch.setattr("generation.pages.things.MOST_LISTED", 1)
        page = send(signed_in, f"concept=short&base_card={mine.pk}").content.decode()
        assert f'<option value="{mine.pk}" selected>{mine.name}</option>' in page
        assert f'<span class="chosen-name" data-name>{mine.name}</span>' in page


@pytest.mark.django_db
class TestCount:
    def names(self, html: str) -> set[str]:
        controls = re.findall(r'id="option-([\w-]+)"', html)
        return set(map(self.path, controls))

    def path(self, control: str) -> str:
        outer, _, inner = control.partition("-")
        return f"{outer}.{inner}" if inner else outer

    def test_is_that_of_the_options_which_are_folded_away(self, signed_in) -> None:
        page = signed_in.get("/cards/new").content.decode()
        page = re.sub(r'id="option-[\w-]+-(help|error|search|list)"', "", page)
        groups = re.findall(r'<details class="folded".*?</details>', page, re.DOTALL)
        hidden = [self.names(group) for group in groups]
        [told] = re.findall(r">(\d+) more options<", page)
        assert int(told) == sum(map(len, hidden)) == len(set().union(*hidden))
        assert [len(names) for names in hidden] == [int(n) for n in re.findall(r'class="quiet">(\d+) options', page)]
        assert {option["path"] for option in flat()} == self.names(page)
        assert len(self.names(page)) - int(told) == len(IN_VIEW) + len(["concept"])


@pytest.mark.django_db
class TestAnew:
    def test_is_offered_beside_each_part_of_a_card(self, signed_in, user) -> None:
        card = keep(user.pk)
        page = signed_in.get(f"/cards/{card.pk}").content.decode()
        for field in ("description", "personality", "scenario", "mes_example", "character_book"):
            assert f'href="/cards/new?base={card.pk}&amp;anew={field}"' in page
        assert f'href="/cards/new?base={card.pk}&amp;anew=first_mes&amp;anew=alternate_greetings"' in page

    def test_prefills_a_form_in_which_all_else_is_locked(self, signed_in, user) -> None:
        card = keep(user.pk, tone=["epic"])
        page = signed_in.get(f"/cards/new?base={card.pk}&anew=scenario").content.decode()
        assert f"<h1>{card.name}, anew</h1>" in page
        assert "<strong>scenario</strong> is written anew" in page
        assert f'value="{card.pk}"' in page
        assert re.search(r'name="keep_fields" value="description"[^>]* checked', page)
        assert not re.search(r'name="keep_fields" value="scenario"[^>]* checked', page)
        assert re.search(r'name="tone" value="epic"[^>]* checked', page)

    @pytest.mark.parametrize("query", ["base=x&anew=scenario", "anew=scenario", "base={card}", "base={card}&anew=x"])
    def test_is_an_empty_form_for_what_is_not_there(self, signed_in, user, query) -> None:
        page = signed_in.get(f"/cards/new?{query.format(card=keep(user.pk).pk)}").content.decode()
        assert not re.search(r'name="keep_fields"[^>]* checked', page)

    def test_tells_nothing_of_somebody_elses_card(self, signed_in) -> None:
        card = keep(make_user().pk)
        page = signed_in.get(f"/cards/new?base={card.pk}&anew=scenario").content.decode()
        assert str(card.pk) not in page
