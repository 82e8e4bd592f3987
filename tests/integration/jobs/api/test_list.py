"""GET /api/v1/jobs and /api/v1/jobs/statistics."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from jobs.errors import PermanentError
from jobs.handlers import Complete
from jobs.models import Job
from jobs.services import cancel_job, hold_job
from jobs.testing import drain, enqueue, scripted
from tests.support.api import api_of
from tests.support.users import make_user

JOBS = "/api/v1/jobs"

scripted_kind = pytest.mark.usefixtures("kind")


def titles(answer) -> list[str]:
    assert 200 == answer.status_code, answer.content
    return [job["title"] for job in answer.json()["results"]]


def walked(client, address: str | None, step: str = "next") -> list[list[str]]:
    """The titles of every page from `address` on."""
    pages = []
    while address:
        answer = client.get(address)
        pages.append(titles(answer))
        address = answer.json()[step]
    return pages


@scripted_kind
class TestList:
    def test_shows_the_callers_jobs_newest_first(self, client, user) -> None:
        for title in "abc":
            enqueue(user.pk, title=title)
        enqueue(make_user().pk, title="not mine")

        answer = client.get(JOBS)

        assert ["c", "b", "a"] == titles(answer)
        assert (3, None, None) == tuple(answer.json()[name] for name in ("count", "next", "previous"))

    def test_leaves_out_what_only_a_jobs_own_address_shows(self, client, user) -> None:
        enqueue(user.pk, title="a", description="long")

        (job,) = client.get(JOBS).json()["results"]

        assert {"payload", "result", "description", "log"}.isdisjoint(job)

    @pytest.mark.parametrize("jobs", [1, 12])
    def test_takes_as_many_queries_however_many_jobs(self, client, user, jobs: int, django_assert_num_queries) -> None:
        for number in range(jobs):
            enqueue(user.pk, title=f"job {number}", tags=["x", str(number)])

        with django_assert_num_queries(6) as asked:  # who asks, count, jobs, tags, edges, usage
            client.get(f"{JOBS}?tag=x&ordering=-priority")

        read = " ".join(query["sql"] for query in asked.captured_queries)
        assert not [column for column in ("payload", "result", "description") if f'"{column}"' in read]

    def test_shows_a_job_whose_kind_was_removed(self, client, user) -> None:
        enqueue(user.pk)
        Job.objects.update(kind="removed")

        (job,) = client.get(JOBS).json()["results"]

        assert ("removed", True) == (job["kind"], job["invalid"])

    def test_finds_jobs_of_a_kind_that_was_removed_while_there_are_any(self, client, user) -> None:
        enqueue(user.pk, title="old")
        Job.objects.update(kind="removed")
        enqueue(user.pk)

        assert ["old"] == titles(client.get(f"{JOBS}?kind=removed"))
        refused = api_of(make_user()).get(f"{JOBS}?kind=removed")
        assert 422 == refused.status_code, "of somebody who has none, there is no such kind"

    def test_shows_children_only_when_asked(self, client, user) -> None:
        parent, child = enqueue(user.pk, title="parent"), enqueue(user.pk, title="child")
        Job.objects.filter(pk=child.pk).update(parent=parent, root=parent)

        assert ["parent"] == titles(client.get(JOBS))
        assert ["child", "parent"] == titles(client.get(f"{JOBS}?children=true"))
        assert ["child"] == titles(client.get(f"{JOBS}?parent={parent.pk}"))
        assert [] == titles(api_of(make_user()).get(f"{JOBS}?parent={parent.pk}"))


@pytest.fixture
def six(user) -> dict[str, Job]:
    """Jobs that differ in what filters ask for."""
    day = timezone.now() + timedelta(days=1)
    jobs = {
        "plain": enqueue(user.pk, title="plain"),
        "urgent": enqueue(user.pk, title="urgent", priority="urgent", tags=["sea", "salt"], category="tales"),
        "low": enqueue(user.pk, title="low", priority="low", tags=["salt"], assignee_id=user.pk),
        "due": enqueue(user.pk, title="due", due_at=day, description="A knight, 100% sworn"),
        "held": enqueue(user.pk, title="held"),
        "gone": enqueue(user.pk, title="gone", category="tales, sorted"),
    }
    hold_job(user, jobs["held"].pk)
    cancel_job(user, jobs["gone"].pk)
    return jobs


def around(moment: str, days: int) -> str:
    return f"{moment}=" + (timezone.now() + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")


@scripted_kind
class TestFilters:
    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("status=held", "held"),
            ("status=held,cancelled", "held gone"),
            ("status=held&status=cancelled", "held gone"),
            ("status=completed", ""),
            ("kind=scripted&priority=urgent,low", "urgent low"),
            ("kind=character_card", ""),
            ("category=tales", "urgent"),
            ("category=tales&category=" + "tales,%20sorted", "urgent gone"),
            ("tag=sea", "urgent"),
            ("tag=salt", "urgent low"),
            ("tag=sea&tag=salt", "urgent low"),
            ("assignee=me", "low"),
            ("assignee=none", "plain urgent due held gone"),
            ("q=knight", "due"),
            ("q=SWORN%20knight", "due"),
            ("q=knight%20plain", ""),
            ("q=100%25", "due"),
            ("q=", "plain urgent low due held gone"),
            (around("created_from", -1), "plain urgent low due held gone"),
            (around("created_to", -1), ""),
            (around("finished_from", -1), "gone"),
            (around("finished_from", 1), ""),
            (around("due_from", 0) + "&" + around("due_to", 2), "due"),
            (around("due_to", 0), ""),
        ],
    )
    def test_find_what_was_asked_for(self, client, six, query: str, found: str) -> None:
        assert found.split() == titles(client.get(f"{JOBS}?ordering=created_at&{query}"))

    def test_take_an_id_for_the_assignee(self, client, six, user) -> None:
        assert ["low"] == titles(client.get(f"{JOBS}?assignee={user.pk}"))

    def test_apply_to_statistics(self, client, six) -> None:
        counts = client.get(f"{JOBS}/statistics?tag=salt").json()

        assert (2, 1, 1) == (counts["total"], counts["by_priority"]["urgent"], counts["by_priority"]["low"])


@scripted_kind
class TestOrdering:
    @pytest.mark.parametrize(
        ("ordering", "first"),
        [
            ("-created_at", "gone"),
            ("created_at", "plain"),
            ("-priority", "urgent"),
            ("priority", "low"),
            ("due_at", "due"),
            ("-due_at", "due"),
            ("finished_at", "gone"),
            ("-finished_at", "gone"),
        ],
    )
    def test_puts_first_what_it_says(self, client, six, ordering: str, first: str) -> None:
        assert first == titles(client.get(f"{JOBS}?ordering={ordering}"))[0]


@scripted_kind
class TestPages:
    def test_follow_each_other_by_offset(self, client, six) -> None:
        pages = walked(client, f"{JOBS}?limit=4&ordering=created_at")

        assert [["plain", "urgent", "low", "due"], ["held", "gone"]] == pages
        last = client.get(f"{JOBS}?limit=4&offset=4").json()
        assert "offset" not in last["previous"]

    def test_are_empty_beyond_the_end(self, client, six) -> None:
        answer = client.get(f"{JOBS}?offset=100").json()

        assert (6, [], None) == (answer["count"], answer["results"], answer["next"])

    @pytest.mark.parametrize("name", ["created_at", "priority", "progress", "due_at", "finished_at"])
    @pytest.mark.parametrize("sign", ["", "-"])
    def test_by_cursor_hold_every_job_once_in_both_directions(self, client, six, name: str, sign: str) -> None:
        query = urlencode({"ordering": sign + name, "limit": 2})
        whole = titles(client.get(f"{JOBS}?ordering={sign}{name}"))

        forwards = walked(client, f"{JOBS}?{query}&cursor=")

        assert [2, 2, 2] == [len(page) for page in forwards]
        assert whole == [title for page in forwards for title in page]
        second = client.get(f"{JOBS}?{query}&cursor=").json()["next"]
        last = client.get(second).json()["next"]
        assert forwards[::-1] == walked(client, last, "previous")

    def test_by_cursor_do_not_shift_when_a_job_arrives(self, client, six, user) -> None:
        first = client.get(f"{JOBS}?limit=3&cursor=")
        enqueue(user.pk, title="new")

        assert ["low", "urgent", "plain"] == titles(client.get(first.json()["next"]))

    def test_by_cursor_refuse_another_ordering(self, client, six) -> None:
        address = client.get(f"{JOBS}?limit=3&cursor=").json()["next"]

        assert 422 == client.get(f"{address}&ordering=priority").status_code

    def test_go_on_by_cursor_where_offsets_end(self, client, six, monkeypatch) -> None:
        monkeypatch.setattr("jobs.api.listing.MAX_OFFSET", 2)

        pages = walked(client, f"{JOBS}?limit=2&ordering=created_at")

        assert [["plain", "urgent"], ["low", "due"], ["held", "gone"]] == pages


@pytest.mark.django_db(transaction=True)
class TestStatistics:
    def test_count_by_status_priority_and_kind(self, client, user) -> None:
        async def even_only(ctx, payload):
            if payload.value % 2:
                raise PermanentError("odd")
            return Complete(payload.value)

        with scripted(even_only):
            for value in range(3):
                enqueue(user.pk, value=value)
            enqueue(make_user().pk, value=0)
            drain()

        counts = client.get(f"{JOBS}/statistics").json()

        assert (3, 0, {"scripted": 3}) == (counts["total"], counts["live"], counts["by_kind"])
        assert (2, 1, 0) == tuple(counts["by_status"][status] for status in ("completed", "failed", "pending"))
        assert 0.6667 == counts["success_rate"]
        assert counts["mean_seconds"] >= 0
