"""What waits for what, on a job's page."""

from __future__ import annotations

import re

import pytest

from jobs.models import Job
from jobs.pages.graph import picture_of
from jobs.queue import control
from jobs.selectors.graph import graph_of
from tests.support.queue import end_child, new_job, waiting_for
from tests.support.users import make_staff, make_user

pytestmark = pytest.mark.django_db


def titles(jobs: list[Job]) -> set[str]:
    return {job.title for job in jobs}


def page_of(client, job: Job, part: str = "") -> str:
    return client.get(f"/jobs/{job.pk}{part}").content.decode()


class TestGraph:
    def test_is_of_all_that_a_job_waits_for_and_that_waits_for_it(self, user):
        first, beside = new_job(user.pk, title="first"), new_job(user.pk, title="beside")
        second = waiting_for(first, title="second")
        third = waiting_for(second, beside, title="third")
        waiting_for(first, title="another way")
        assert {"first", "second", "third"} == titles(graph_of(user, second).jobs)
        assert {"first", "second", "third", "beside"} == titles(graph_of(user, third).jobs)
        assert {"first", "second", "third", "another way"} == titles(graph_of(user, first).jobs)
        assert [second.pk] == [graph_of(user, second).jobs[0].pk]

    def test_of_a_job_that_stands_alone_is_no_picture(self, user):
        job = new_job(user.pk)
        assert [] == picture_of(user, job)["nodes"]

    def test_shows_near_ones_first_and_counts_the_rest(self, user):
        job = new_job(user.pk, title="job")
        near = waiting_for(job, title="near")
        for _ in range(42):
            waiting_for(near)
        graph = graph_of(user, job)
        assert (30, 14, 0) == (len(graph.jobs), graph.more, graph.hidden)
        assert "near" in titles(graph.jobs)
        assert all({edge.job_id, edge.upstream_id} <= {each.pk for each in graph.jobs} for edge in graph.edges)

    def test_ends_however_much_there_is(self, user, monkeypatch, django_assert_max_num_queries):
        monkeypatch.setattr("jobs.selectors.graph.MOST_COUNTED", 20)
        job = new_job(user.pk)
        for _ in range(40):
            waiting_for(job)
        with django_assert_max_num_queries(8):
            graph = graph_of(user, job, most=5)
        assert (5, True) == (len(graph.jobs), 10 < graph.more < 40)

    def test_hides_what_the_caller_may_not_see(self, user):
        other = make_user()
        mine, theirs = new_job(user.pk, title="mine"), new_job(other.pk, title="theirs")
        job = waiting_for(mine, title="job")
        Job.objects.filter(pk=mine.pk).update(owner=other)
        graph = graph_of(user, job)
        assert ({"job"}, 0, 1) == (titles(graph.jobs), graph.more, graph.hidden)
        assert {"job", "mine"} == titles(graph_of(make_staff(), job).jobs)
        assert theirs.title not in titles(graph.jobs)


class TestPicture:
    def test_stands_from_left_to_right_without_two_in_one_place(self, user):
        first = new_job(user.pk)
        seconds = [waiting_for(first) for _ in range(3)]
        last = waiting_for(first, *seconds)
        picture = picture_of(user, last)
        places = {node["job"].pk: (node["x"], node["y"]) for node in picture["nodes"]}
        assert len(places) == len(set(places.values()))
        columns = [places[first.pk][0], *{places[job.pk][0] for job in seconds}, places[last.pk][0]]
        assert sorted(set(columns)) == columns
        assert 3 == len(columns)
        assert all(x + picture["node_width"] <= picture["width"] for x, _ in places.values())
        assert all(y + picture["node_height"] <= picture["height"] for _, y in places.values())
        assert 7 == len(picture["lines"])

    def test_tells_lines_apart_by_what_became_of_the_job_at_their_start(self, user):
        done, gone, live = (new_job(user.pk, kind=kind) for kind in ("done", "gone", "live"))
        job = waiting_for(done, gone, live, on_failure="run")
        control.cancel(gone.pk)
        end_child(done)
        states = sorted(line["state"] for line in picture_of(user, job)["lines"])
        assert ["done", "failed", "open"] == states


class TestPage:
    def test_has_the_picture_with_links_states_and_where_one_is(self, signed_in, user):
        first = new_job(user.pk, title="<b>First</b>")
        job = waiting_for(first, title="Second")
        page = page_of(signed_in, job)
        assert "&lt;b&gt;First&lt;/b&gt;" in page
        assert "<b>First" not in page
        assert 2 == len(re.findall(f'href="/jobs/{first.pk}" data-node', page)), "in the picture and in the list"
        assert 2 == len(re.findall(rf'data-node="{job.pk}" aria-current="page"', page))
        assert "after &lt;b&gt;First" in page

    def test_hides_it_for_a_job_that_stands_alone(self, signed_in, user):
        page = page_of(signed_in, new_job(user.pk))
        assert re.search(r'<section class="section graph"[^>]* hidden>', page)
        assert "foreignObject" not in page

    def test_gives_the_picture_alone(self, signed_in, user):
        job = waiting_for(new_job(user.pk))
        part = page_of(signed_in, job, "/graph")
        assert "foreignObject" in part
        assert "<html" not in part
        assert 404 == signed_in.get(f"/jobs/{new_job().pk}/graph").status_code

    def test_says_for_whom_it_is_urgent(self, signed_in, user):
        first = new_job(user.pk, priority="low")
        urgent = waiting_for(first, priority="urgent", title="The deadline")
        Job.objects.filter(pk=first.pk).update(lifted_to="urgent")
        page = page_of(signed_in, first)
        assert "<dt>Priority</dt><dd>low" in page
        assert f'because <a href="/jobs/{urgent.pk}">The deadline</a> waits for it' in page
