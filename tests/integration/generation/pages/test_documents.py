"""The pages of documents: kept ones, the form of an analysis, its report and the passages behind it."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from generation.llm.errors import Moderated
from generation.models import Document
from generation.services.documents import store_document
from jobs.models import Job
from jobs.testing import drain
from tests.support.analyses import reading, submitted
from tests.support.users import make_user

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = (
    "The mill at Harrow burned on 3 May 1891. Nobody was hurt. Edith Marlow rebuilt it with 4,000 pounds of her own."
    " The council praised the excellent work. Some neighbours hated the terrible noise.\n\n"
) * 3


def sent(**fields):
    return {"template": "summary", "text": "", "max_chunk_chars": "200", "reduce": "on", **fields}


class TestList:
    def test_invites_who_has_none(self, signed_in):
        assert "Analyse your first document" in signed_in.get("/documents").content.decode()

    def test_shows_the_callers_own_and_searches_their_names(self, signed_in, user):
        store_document(user.pk, "Mill <1891>.txt", TEXT)
        store_document(user.pk, "Letters.txt", TEXT + "More.")
        store_document(make_user().pk, "Secret.txt", TEXT)
        page = signed_in.get("/documents").content.decode()
        assert "Mill &lt;1891&gt;.txt" in page
        assert "Secret" not in page
        assert "1891" not in signed_in.get("/documents?q=letters").content.decode()
        assert "No document matches" in signed_in.get("/documents?q=nothing").content.decode()

    def test_tells_sizes_as_the_limits_and_days_as_days(self, signed_in, user):
        document = store_document(user.pk, "Big", TEXT).document
        Document.objects.filter(pk=document.pk).update(size_bytes=9_399_031)
        page = signed_in.get("/documents").content.decode()
        assert "9.4\xa0MB" in page
        assert "for 90 days." in page
        assert "9.4\xa0MB" in signed_in.get("/documents/new").content.decode()

    def test_goes_on_where_a_page_ends(self, signed_in, user, monkeypatch):
        monkeypatch.setattr("generation.pages.documents.PAGE_SIZE", 1)
        for number in range(2):
            store_document(user.pk, f"Number {number}", f"{TEXT} {number}")
        first = signed_in.get("/documents")
        assert "Number 1" in first.content.decode()
        assert "Number 0" in signed_in.get(first.context["next_url"]).content.decode()

    def test_deletes(self, signed_in, user):
        document = store_document(user.pk, "Report", TEXT).document
        assert 302 == signed_in.post(f"/documents/{document.pk}/delete").status_code
        assert not Document.objects.exists()

    def test_keeps_what_a_job_still_needs_and_anothers(self, signed_in, user):
        signed_in.post("/documents/new", sent(text=TEXT))
        document = Document.objects.get()
        assert "unfinished job" in signed_in.post(f"/documents/{document.pk}/delete", follow=True).content.decode()
        strange = store_document(make_user().pk, "Secret", TEXT).document
        assert 404 == signed_in.post(f"/documents/{strange.pk}/delete").status_code
        assert 2 == Document.objects.count()


class TestForm:
    def test_starts_an_analysis_of_a_pasted_text(self, signed_in, user):
        answer = signed_in.post("/documents/new", sent(text=TEXT))
        job = Job.objects.get(parent=None)
        assert (302, f"/jobs/{job.pk}") == (answer.status_code, answer["Location"])
        assert ("summary", 200, True) == tuple(job.payload[name] for name in ("template", "max_chunk_chars", "reduce"))

    def test_starts_one_of_a_file_and_keeps_the_file_once(self, signed_in, user):
        for _ in range(2):
            file = SimpleUploadedFile("mill.txt", TEXT.encode())
            assert 302 == signed_in.post("/documents/new", sent(file=file)).status_code
        assert (1, 2) == (Document.objects.count(), Job.objects.count())

    def test_starts_one_of_a_stored_document(self, signed_in, user):
        document = store_document(user.pk, "Report", TEXT).document
        page = signed_in.get(f"/documents/new?document={document.pk}").content.decode()
        assert f'value="{document.pk}"' in page
        questions = "Who rebuilt it?\r\n\r\nWhen did it burn?"
        signed_in.post("/documents/new", sent(template="questions", questions=questions, document=str(document.pk)))
        assert ["Who rebuilt it?", "When did it burn?"] == Job.objects.get().payload["questions"]

    def test_takes_an_instruction_for_the_template_without_a_name(self, signed_in, user):
        signed_in.post("/documents/new", sent(template="", instruction="Find the fire", text=TEXT))
        assert (None, "Find the fire") == tuple(Job.objects.get().payload[name] for name in ("template", "instruction"))

    @pytest.mark.parametrize(
        ("fields", "said"),
        [
            ({}, "Choose a file, paste a text"),
            ({"text": TEXT, "max_chunk_chars": "0"}, "Must be 1 or more."),
            ({"text": TEXT, "max_chunk_chars": "many"}, "Must be a whole number."),
            ({"text": TEXT, "template": "questions"}, "questions must be given"),
            ({"text": TEXT, "template": "custom", "output_schema": "{"}, "Must be an object."),
            ({"text": TEXT, "template": "translation", "target_language": "de"}, "needs a language model"),
            ({"text": TEXT, "template": "poem"}, "&#x27;summary&#x27;"),
        ],
    )
    def test_says_at_the_field_what_is_wrong_and_keeps_what_was_typed(self, signed_in, fields, said):
        refused = signed_in.post("/documents/new", sent(**fields))
        assert 422 == refused.status_code
        page = refused.content.decode()
        assert said in page
        assert fields.get("text", "")[:40] in page
        assert not Job.objects.exists()
        assert not Document.objects.exists()

    def test_says_what_is_wrong_with_a_file(self, signed_in):
        refused = signed_in.post("/documents/new", sent(file=SimpleUploadedFile("a.bin", bytes(range(256)) * 8)))
        assert 422 == refused.status_code
        assert "field-error" in refused.content.decode()
        assert not Job.objects.exists()

    @pytest.mark.parametrize("debug", [True, False])
    def test_says_of_a_text_that_is_too_long_for_a_form_that_a_file_may_be_chosen(self, signed_in, settings, debug):
        settings.DEBUG = debug
        refused = signed_in.post("/documents/new", sent(text="A mill. " * 140_000))
        page = refused.content.decode()
        assert 413 == refused.status_code
        assert "The text is larger than 1 MB" in page
        assert 'id="analysis-form"' in page
        assert not Document.objects.exists()

    def test_says_of_a_file_beyond_the_limit_what_the_limit_is(self, signed_in, settings):
        settings.DOCUMENT_UPLOAD_MAX_BYTES = 1000
        refused = signed_in.post("/documents/new", sent(file=SimpleUploadedFile("a.txt", b"A mill. " * 2000)))
        assert 413 == refused.status_code
        assert "larger than 0.001 MB" in refused.content.decode()

    def test_is_refused_without_its_token(self, user):
        client = Client(enforce_csrf_checks=True)
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        assert 403 == client.post("/documents/new", sent(text=TEXT)).status_code
        assert not Job.objects.exists()

    def test_takes_a_title_and_what_the_job_may_cost(self, signed_in):
        signed_in.post("/documents/new", sent(text=TEXT, title="The fire", max_cost_usd="0.05"))
        job = Job.objects.get()
        assert ("The fire", 50_000_000) == (job.title, job.max_cost_nano)
        page = signed_in.get(f"/documents/new?from={job.pk}").content.decode()
        assert 'name="title" value="The fire"' in page
        assert 'name="max_cost_usd" value="0.05"' in page

    @pytest.mark.parametrize("cap", ["0", "-1", "a lot"])
    def test_says_what_a_cap_is(self, signed_in, cap):
        refused = signed_in.post("/documents/new", sent(text=TEXT, max_cost_usd=cap, max_chunk_chars="0"))
        page = refused.content.decode()
        assert "such as 0.50" in page
        assert "Must be 1 or more." in page
        assert not Job.objects.exists()

    def test_keeps_the_file_of_a_refused_form_chosen(self, signed_in):
        file = SimpleUploadedFile("mill.txt", TEXT.encode())
        refused = signed_in.post("/documents/new", sent(file=file, max_chunk_chars="0"))
        kept = Document.objects.get()
        assert ("mill.txt", len(TEXT)) == (kept.name, kept.size_bytes)
        page = refused.content.decode()
        assert re.search(f'value="{kept.pk}"[^>]* selected>mill.txt', page)
        assert "so is the document" in page
        signed_in.post("/documents/new", sent(document=str(kept.pk)))
        assert str(kept.pk) == Job.objects.get().payload["document_id"]

    def test_is_not_sent_twice_by_one_press(self, signed_in):
        for _ in range(2):
            signed_in.post("/documents/new", sent(text=TEXT, idempotency_key="once"))
        assert 1 == Job.objects.count()

    def test_shows_what_an_earlier_job_was_asked(self, signed_in):
        signed_in.post("/documents/new", sent(template="questions", questions="Who was hurt?", text=TEXT))
        page = signed_in.get(f"/documents/new?from={Job.objects.get().pk}").content.decode()
        assert "Who was hurt?" in page
        assert f'<option value="{Document.objects.get().pk}"' in page


class TestEstimate:
    def test_tells_parts_time_and_that_nobody_charges(self, signed_in):
        page = signed_in.post("/documents/estimate", sent(characters="1000", concurrency="2")).content.decode()
        assert ">5</dd>" in page
        assert "free" in page

    def test_tells_the_list_price_of_a_model(self, signed_in, settings):
        settings.LLM = settings.LLM | {"provider": "openai", "api_key": "k", "prices": ["m=1/2"]}
        asked = sent(characters="4000000", max_chunk_chars="4000", **{"models.analysis": "m"})
        page = signed_in.post("/documents/estimate", asked).content.decode()
        assert re.search(r"\$[1-9]\.\d\d</dd>", page), page
        assert ">1,000</dd>" in page

    def test_is_of_what_was_chosen_before(self, signed_in, user):
        document = store_document(user.pk, "Report", TEXT * 20).document
        assert ">3</dd>" in signed_in.get(f"/documents/new?document={document.pk}").content.decode()

    def test_says_nothing_while_the_sizes_cannot_be_read(self, signed_in):
        assert 204 == signed_in.post("/documents/estimate", sent(characters="10", max_chunk_chars="0")).status_code
        assert "counted once" in signed_in.post("/documents/estimate", sent(characters="x")).content.decode()


class TestReport:
    def test_shows_each_finding_with_its_place(self, signed_in, user):
        job = analysed(signed_in)
        page = signed_in.get(f"/analyses/{job.pk}").content.decode()
        assert "Edith Marlow" in page
        assert f"/documents/{Document.objects.get().pk}/passage?start=" in page
        assert "Read the report" in signed_in.get(f"/jobs/{job.pk}").content.decode()

    @pytest.mark.parametrize(
        ("fields", "shown"),
        [
            ({"template": "entities"}, "Edith Marlow"),
            ({"template": "questions", "questions": "Who rebuilt the mill?"}, "Who rebuilt the mill?"),
            ({"template": "sentiment"}, "on a scale from -1 to 1"),
            ({"template": "", "instruction": "What burned in May 1891?"}, "burned on 3 May 1891"),
            (
                {
                    "template": "custom",
                    "output_schema": '{"type": "object", "properties": {"date": {"type": "string"}}}',
                },
                "date",
            ),
        ],
    )
    def test_of_every_template_can_be_read(self, signed_in, fields, shown):
        job = analysed(signed_in, **fields)
        assert shown in signed_in.get(f"/analyses/{job.pk}").content.decode()

    def test_of_a_neutral_text_heads_nothing_with_nothing_below(self, signed_in):
        signed_in.post("/documents/new", sent(text="The door is made of wood.\n", template="sentiment"))
        drain()
        page = signed_in.get(f"/analyses/{Job.objects.get(parent=None).pk}").content.decode()
        assert "neutral" in page
        assert "What decided it" not in page

    def test_of_a_part_is_told_at_its_cell(self, signed_in):
        job = analysed(signed_in, template="entities")
        told = signed_in.get(f"/jobs/{job.pk}/parts/0", headers={"HX-Request": "true"}).content.decode()
        assert "Edith Marlow" in told

    def test_stays_without_the_text_of_a_deleted_document(self, signed_in):
        job = analysed(signed_in)
        signed_in.post(f"/documents/{Document.objects.get().pk}/delete")
        page = signed_in.get(f"/analyses/{job.pk}").content.decode()
        assert "Edith Marlow" in page
        assert "/passage?" not in page

    def test_marks_what_is_missing_and_offers_to_retry_it(self, signed_in, user):
        def fails(number: int) -> None:
            if number == 1 and not healed:
                raise Moderated("It objects.")

        healed: list[bool] = []
        with reading() as reader:
            reader.faults = fails
            job = submitted(user.pk, parts=3).job
            drain()
            page = signed_in.get(f"/analyses/{job.pk}").content.decode()
            assert "1 of 3 parts failed" in page
            assert "Part 2</span>" in page
            assert "Retry the missing parts" in page
            of_job = signed_in.get(f"/jobs/{job.pk}").content.decode()
            assert "The report is ready, without 1 of 3 parts." in of_job
            assert ">Retry 1 failed part</button>" in of_job
            assert "100 %" in of_job
            assert "went on in parts" in of_job
            assert "fanned_out" not in of_job
            healed.append(True)
            signed_in.post(f"/jobs/{job.pk}/retry")
            drain()
        assert "Missing parts" not in signed_in.get(f"/analyses/{job.pk}").content.decode()
        assert [1, 2, 1] == [reader.read[number] for number in range(3)]

    def test_is_the_jobs_page_until_there_is_one(self, signed_in):
        signed_in.post("/documents/new", sent(text=TEXT))
        job = Job.objects.get()
        assert f"/jobs/{job.pk}" == signed_in.get(f"/analyses/{job.pk}")["Location"]

    def test_of_another_is_not_found(self, signed_in, client, user):
        job = analysed(signed_in)
        Job.objects.filter(pk=job.pk).update(owner=make_user())
        assert 404 == signed_in.get(f"/analyses/{job.pk}").status_code


class TestPassage:
    def test_is_marked_among_what_stands_around_it(self, signed_in):
        analysed(signed_in)
        address = f"/documents/{Document.objects.get().pk}/passage"
        told = signed_in.get(f"{address}?start=4&end=8", headers={"HX-Request": "true"}).content.decode()
        assert "<mark>mill</mark>" in told
        assert "<main" in signed_in.get(f"{address}?start=4&end=8").content.decode()

    @pytest.mark.parametrize("asked", ["start=8&end=4", "start=-1&end=4", "start=0&end=999999", "start=x&end=4", ""])
    def test_that_is_none_is_not_found(self, signed_in, asked):
        analysed(signed_in)
        assert 404 == signed_in.get(f"/documents/{Document.objects.get().pk}/passage?{asked}").status_code


def analysed(client, **fields) -> Job:
    """A finished analysis of TEXT."""
    client.post("/documents/new", sent(text=TEXT, **fields))
    drain()
    job = Job.objects.get(parent=None)
    assert "completed" == job.status, job.error_message
    return job
