"""Whatever is sent: a 4xx problem that names the field, and nothing enqueued."""

from __future__ import annotations

import pytest

from jobs.models import Job
from jobs.testing import enqueue
from tests.support.api import fields

JOBS = "/api/v1/jobs"
PROBLEM = "application/problem+json"
NOBODY = "0197f3a0-0000-7000-8000-000000000000"

pytestmark = pytest.mark.usefixtures("kind")

WRONG_BODIES = [
    ({}, "kind"),
    ({"kind": "unheard_of"}, "kind"),
    ({"kind": 7}, "kind"),
    ({"kind": None}, "kind"),
    ({"kind": "x" * 65}, "kind"),
    ({"kind": "scripted", "shoe": 42}, "shoe"),
    ({"kind": "scripted", "status": "completed"}, "status"),
    ({"kind": "scripted", "owner": NOBODY}, "owner"),
    ({"kind": "scripted", "payload": []}, "payload"),
    ({"kind": "scripted", "payload": "text"}, "payload"),
    ({"kind": "scripted", "payload": None}, "payload"),
    ({"kind": "scripted", "payload": {"shoe": 1}}, "payload.shoe"),
    ({"kind": "character_card", "payload": {}}, "payload.concept"),
    ({"kind": "character_card", "payload": {"concept": " "}}, "payload.concept"),
    ({"kind": "character_card", "payload": {"concept": "a knight", "lore_entries": 10_000}}, "payload.lore_entries"),
    ({"kind": "scripted", "title": "x" * 201}, "title"),
    ({"kind": "scripted", "title": ["x"]}, "title"),
    ({"kind": "scripted", "description": "x" * 10_001}, "description"),
    ({"kind": "scripted", "priority": "biggest"}, "priority"),
    ({"kind": "scripted", "priority": ["high"]}, "priority"),
    ({"kind": "scripted", "category": "x" * 65}, "category"),
    ({"kind": "scripted", "tags": "sea"}, "tags"),
    ({"kind": "scripted", "tags": ["x" * 41]}, "tags.0"),
    ({"kind": "scripted", "tags": [""]}, "tags.0"),
    ({"kind": "scripted", "tags": [str(n) for n in range(21)]}, "tags"),
    ({"kind": "scripted", "assignee": "me"}, "assignee"),
    ({"kind": "scripted", "assignee": 10**40 // 10**22}, "assignee"),
    ({"kind": "scripted", "run_at": "tomorrow"}, "run_at"),
    ({"kind": "scripted", "run_at": "2030-01-01T00:00:00"}, "run_at"),
    ({"kind": "scripted", "run_at": "0001-01-01T00:00:00+23:59"}, "run_at"),
    ({"kind": "scripted", "run_at": 1_900_000_000}, "run_at"),
    ({"kind": "scripted", "due_at": "2030-01-01"}, "due_at"),
    ({"kind": "scripted", "due_at": "2030-02-30T00:00:00Z"}, "due_at"),
    ({"kind": "scripted", "estimated_minutes": 0}, "estimated_minutes"),
    ({"kind": "scripted", "estimated_minutes": 2**62}, "estimated_minutes"),
    ({"kind": "scripted", "estimated_minutes": 1.5}, "estimated_minutes"),
    ({"kind": "scripted", "max_attempts": 0}, "max_attempts"),
    ({"kind": "scripted", "max_attempts": 26}, "max_attempts"),
    ({"kind": "scripted", "max_attempts": "many"}, "max_attempts"),
    ({"kind": "scripted", "max_cost_usd": "0"}, "max_cost_usd"),
    ({"kind": "scripted", "max_cost_usd": "-1"}, "max_cost_usd"),
    ({"kind": "scripted", "max_cost_usd": "NaN"}, "max_cost_usd"),
    ({"kind": "scripted", "max_cost_usd": "1e400"}, "max_cost_usd"),
    ({"kind": "scripted", "max_cost_usd": "a dollar"}, "max_cost_usd"),
]

UNREADABLE = [
    b"{",
    b"",
    b'{"kind": "scripted", "payload": {"value": NaN}}',
    b'{"kind": "scripted", "payload": {"value": 1e999}}',
    b'{"kind": "scripted", "payload": {"value": ' + b"9" * 5000 + b"}}",
    b'{"kind": "scripted", "title": "\\u0000"}',
    b'{"kind": "scripted", "title": "\\ud800"}',
    b'{"kind": "scripted", "title": "\xff"}',
    b'{"kind": "scripted", "kind": "scripted"}',
    b"[" * 100_000,
    b'{"kind": "scripted", "payload": ' + b'{"value":' * 100_000,
]

WRONG_FILTERS = [
    ("status=done", "status"),
    ("status=", "status"),
    ("status=pending,done", "status"),
    ("status=pending&status=done", "status"),
    ("priority=biggest", "priority"),
    ("kind=No%20Kind", "kind"),
    ("kind=nope", "kind"),
    ("kind=scripted,nope", "kind"),
    ("category=" + "x" * 65, "category"),
    ("tag=" + "x" * 41, "tag"),
    ("assignee=somebody", "assignee"),
    ("parent=7", "parent"),
    ("children=perhaps", "children"),
    ("q=" + "x" * 201, "q"),
    ("created_from=yesterday", "created_from"),
    ("created_from=2026-01-01T00:00:00", "created_from"),
    ("created_to=2026-01-01T00:00:00+01:00", "created_to"),
    ("finished_to=9999-12-31T23:59:59-23:59", "finished_to"),
    ("due_from=2026-13-01T00:00:00Z", "due_from"),
    ("limit=0", "limit"),
    ("limit=1000", "limit"),
    ("limit=x", "limit"),
    ("limit=1&limit=2", "limit"),
    ("offset=-1", "offset"),
    ("offset=99999999999999999999", "offset"),
    ("ordering=payload", "ordering"),
    ("cursor=nonsense", "cursor"),
    ("cursor=&offset=5", "offset"),
    ("owner=" + NOBODY, "owner"),
    ("owner__email=x", "owner__email"),
]


class TestSubmission:
    @pytest.mark.parametrize(("body", "field"), WRONG_BODIES)
    def test_names_the_field_that_is_wrong(self, client, body: dict, field: str) -> None:
        answer = client.post(JOBS, body)

        assert (422, PROBLEM) == (answer.status_code, answer["Content-Type"])
        assert field in fields(answer)
        assert 0 == Job.objects.count()

    @pytest.mark.parametrize("body", UNREADABLE, ids=range(len(UNREADABLE)))
    def test_is_refused_when_it_cannot_be_read(self, client, body: bytes) -> None:
        answer = client.post(JOBS, body, content_type="application/json")

        assert (400 if body else 422, PROBLEM) == (answer.status_code, answer["Content-Type"])
        assert answer.json()["detail"]
        assert 0 == Job.objects.count()

    @pytest.mark.parametrize("body", [b"[]", b'"text"', b"7", b"null", b"true"])
    def test_must_be_an_object(self, client, body: bytes) -> None:
        assert 422 == client.post(JOBS, body, content_type="application/json").status_code

    def test_must_be_json(self, client) -> None:
        for content_type in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
            answer = client.post(JOBS, b"kind=scripted", content_type=content_type)
            assert (415, PROBLEM) == (answer.status_code, answer["Content-Type"])

    def test_names_unknown_query_parameters(self, client) -> None:
        answer = client.post(f"{JOBS}?dry_run=1", {"kind": "scripted"})

        assert (422, {"dry_run"}) == (answer.status_code, fields(answer))
        assert 0 == Job.objects.count()


class TestList:
    @pytest.mark.parametrize(("query", "field"), WRONG_FILTERS)
    def test_names_the_parameter_that_is_wrong(self, client, query: str, field: str) -> None:
        answer = client.get(f"{JOBS}?{query}")

        assert (422, PROBLEM) == (answer.status_code, answer["Content-Type"])
        assert {field} == fields(answer)

    def test_lists_the_words_that_a_filter_takes(self, client) -> None:
        assert "partial_success" in client.get(f"{JOBS}?status=done").json()["detail"]

    def test_lists_the_kinds_there_are(self, client) -> None:
        told = client.get(f"{JOBS}?kind=nope").json()["detail"]

        assert "There is no kind nope; the kinds are" in told
        assert "character_card" in told

    @pytest.mark.parametrize("query", ["q=%00", "q=%ff", "status=%00"])
    def test_answers_400_for_what_is_no_text(self, client, query: str) -> None:
        assert 400 == client.get(f"{JOBS}?{query}").status_code


class TestOneJob:
    @pytest.mark.parametrize("job_id", ["7", "x" * 300, NOBODY[:-1], NOBODY + "0", "..%2f..%2fetc", NOBODY])
    @pytest.mark.parametrize("rest", ["", "/events", "/logs", "/attempts", "/usage"])
    def test_is_a_404_for_an_id_that_is_none(self, client, job_id: str, rest: str) -> None:
        answer = client.get(f"{JOBS}/{job_id}{rest}")

        assert (404, PROBLEM) == (answer.status_code, answer["Content-Type"])

    @pytest.mark.parametrize(
        ("path", "field"),
        [
            ("?shoe=1", "shoe"),
            ("/events?after=-1", "after"),
            ("/events?after=99999999999", "after"),
            ("/events?limit=501", "limit"),
            ("/logs?level=loud", "level"),
            ("/attempts?limit=0", "limit"),
            ("/usage?by=day", "by"),
        ],
    )
    def test_names_the_parameter_that_is_wrong(self, client, user, path: str, field: str) -> None:
        answer = client.get(f"{JOBS}/{enqueue(user.pk).pk}{path}")

        assert (422, {field}) == (answer.status_code, fields(answer))

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({"status": "completed"}, "status"),
            ({"payload": {}}, "payload"),
            ({"title": None}, "title"),
            ({"title": ""}, "title"),
            ({"tags": None}, "tags"),
            ({"priority": None}, "priority"),
            ({"run_at": "2030-01-01T00:00:00"}, "run_at"),
            ({"estimated_minutes": "soon"}, "estimated_minutes"),
            ({"assignee": NOBODY}, "assignee"),
        ],
    )
    def test_names_the_field_that_cannot_be_changed_so(self, client, user, body: dict, field: str) -> None:
        answer = client.patch(f"{JOBS}/{enqueue(user.pk).pk}", body)

        assert (422, {field}) == (answer.status_code, fields(answer))

    @pytest.mark.parametrize("control", ["cancel", "hold", "resume", "retry"])
    def test_refuses_fields_that_a_control_would_ignore(self, client, user, control: str) -> None:
        job = enqueue(user.pk)

        answer = client.post(f"{JOBS}/{job.pk}/{control}", {"reason": "x"})

        assert (422, {"reason"}) == (answer.status_code, fields(answer))
        job.refresh_from_db()
        assert "pending" == job.status

    def test_has_no_other_methods(self, client, user) -> None:
        assert 405 == client.put(f"{JOBS}/{enqueue(user.pk).pk}", {}).status_code
