"""The parts of a job's document on its page."""

from __future__ import annotations

import re

import pytest

from jobs.models import Job
from jobs.queue import control
from jobs.queue.children import Span
from jobs.queue.join_policy import EVERY_OUTCOME
from jobs.states import AttemptOutcome
from tests.support.queue import child, children_of, end_child, fanned_out, paid, running, settled
from tests.support.users import make_user

pytestmark = pytest.mark.django_db(transaction=True)


def split(owner_id, count: int = 4, at_once: int | None = None) -> Job:
    children = [child(span=Span(index, 10 * index, 10 * index + 10)) for index in range(count)]
    custodian = running(owner_id=owner_id)
    return settled(custodian, AttemptOutcome.FANNED_OUT, children=children, join=EVERY_OUTCOME, at_once=at_once)


def told(answer) -> tuple[str, str]:
    return answer.json()["cost"], answer.json()["tokens"]


class TestMap:
    def test_tells_where_every_part_is(self, signed_in, user):
        parent = split(user.pk, at_once=2)
        first, *_ = children_of(parent)
        end_child(first, AttemptOutcome.FAILED, error_class="E", message="no")
        answer = signed_in.get(f"/jobs/{parent.pk}/parts").json()
        assert ("f1p2b1", True) == (answer["map"], answer["is_live"])
        assert answer["words"].startswith("0 of 4 done, 1 failed")

    def test_says_how_many_are_done_in_a_time_and_how_long_the_rest_may_take(self, signed_in, user):
        parent = split(user.pk)
        end_child(children_of(parent)[0])
        words = signed_in.get(f"/jobs/{parent.pk}/parts").json()["words"]
        assert re.search(r", [\d.,]+ a (second|minute), about .+ left$", words), words

    def test_says_nothing_of_that_while_the_job_is_held(self, signed_in, user):
        parent = split(user.pk)
        end_child(children_of(parent)[0])
        control.hold(parent.pk)
        assert "1 of 4 done" == signed_in.get(f"/jobs/{parent.pk}/parts").json()["words"]

    def test_comes_with_what_the_parts_have_cost_so_far(self, signed_in, user):
        parent = split(user.pk)
        Job.objects.filter(pk=parent.pk).update(max_cost_nano=50_000_000)
        first, second, *_ = children_of(parent)
        paid(first, cost_nano=8_400_000)
        address = f"/jobs/{parent.pk}/parts"
        assert ("$0.0084 of $0.05", "1,000 in, 100 out") == told(signed_in.get(address))
        paid(second, cost_nano=11_600_000)
        assert ("$0.02 of $0.05", "2,000 in, 200 out") == told(signed_in.get(address))

    def test_counts_for_the_bar_too_while_parts_are_open(self, signed_in, user):
        """One truth on a screen: the bar, the words and the map are of one moment."""
        parent = split(user.pk)
        Job.objects.filter(pk=parent.pk).update(progress=75, progress_message="3 of 4 parts done")
        end_child(children_of(parent)[0])
        answer = signed_in.get(f"/jobs/{parent.pk}/parts").json()
        assert (25, "") == (answer["progress"], answer["message"])
        page = signed_in.get(f"/jobs/{parent.pk}").content.decode()
        assert 'data-progress="25"' in page
        assert "3 of 4 parts done" not in page

    def test_is_empty_for_a_job_without_a_document(self, signed_in, user):
        parent = fanned_out(running(owner_id=user.pk), 2)
        nothing = {"map": "", "words": "", "is_live": False, "progress": 0}
        assert nothing == signed_in.get(f"/jobs/{parent.pk}/parts").json()

    def test_stands_on_the_jobs_page_instead_of_the_notice(self, signed_in, user):
        page = signed_in.get(f"/jobs/{split(user.pk).pk}").content.decode()
        assert 'data-map="p4"' in page
        assert "Waits for its parts" not in page

    def test_of_another_is_not_found(self, signed_in, user):
        parent = split(make_user().pk)
        assert 404 == signed_in.get(f"/jobs/{parent.pk}/parts").status_code
        assert 404 == signed_in.get(f"/jobs/{parent.pk}/parts/0").status_code


class TestPart:
    def test_tells_its_span_and_why_it_failed(self, signed_in, user):
        parent = split(user.pk)
        end_child(children_of(parent)[0], AttemptOutcome.FAILED, error_class="E", message="<b>no</b> answer")
        told = signed_in.get(f"/jobs/{parent.pk}/parts/0", headers={"HX-Request": "true"}).content.decode()
        assert "characters 0 to 10" in told
        assert "&lt;b&gt;no&lt;/b&gt; answer" in told

    def test_shows_its_result(self, signed_in, user):
        parent = split(user.pk)
        end_child(children_of(parent)[0], result={"said": "<i>"})
        told = signed_in.get(f"/jobs/{parent.pk}/parts/0", headers={"HX-Request": "true"}).content.decode()
        assert "&quot;said&quot;: &quot;&lt;i&gt;&quot;" in told

    def test_has_a_page_of_its_own_without_a_script(self, signed_in, user):
        parent = split(user.pk)
        answer = signed_in.get(f"/jobs/{parent.pk}/parts/1")
        assert (302, f"/jobs/{children_of(parent)[1].pk}") == (answer.status_code, answer["Location"])

    def test_beyond_the_last_is_not_found(self, signed_in, user):
        assert 404 == signed_in.get(f"/jobs/{split(user.pk).pk}/parts/4").status_code
