"""Where the jobs of a picture stand, and where its lines go."""

from __future__ import annotations

import re

import uuid_utils.compat as uuid
from hypothesis import given, settings
from hypothesis import strategies as st

from jobs.pages.graph_layout import ACROSS, HEIGHT, WIDTH, Edge, Layout, layout


@st.composite
def graphs(draw):
    """Up to 12 jobs; each may wait for any before it."""
    jobs = [uuid.uuid7() for _ in range(draw(st.integers(1, 12)))]
    edges = [
        (jobs[before], jobs[after])
        for after in range(len(jobs))
        for before in draw(st.sets(st.integers(0, after - 1), max_size=3) if after else st.just(set()))
    ]
    return jobs, edges


def points(path: str) -> list[tuple[int, int]]:
    """Where the line starts, and where each of its curves ends."""
    start = re.match(r"M(\d+) (\d+)", path)
    ends = re.findall(r"C\S+ \S+ \S+ \S+ (\d+) (\d+)", path)
    assert start
    return [(int(x), int(y)) for x, y in [start.groups(), *ends]]


def ends(found: Layout, edge: Edge) -> list[tuple[int, int]]:
    (left, top), (right, bottom) = (found.places[job] for job in edge)
    return [(left + WIDTH, top + HEIGHT // 2), (right, bottom + HEIGHT // 2)]


class TestLayout:
    @settings(max_examples=100, deadline=None)
    @given(graphs())
    def test_goes_from_left_to_right_inside_the_picture_and_never_behind_a_job(self, graph):
        jobs, edges = graph
        found = layout(jobs, edges)
        assert set(jobs) == set(found.places)
        assert len(jobs) == len(set(found.places.values()))
        taken = set(found.places.values())
        for x, y in taken:
            assert 0 <= x <= found.width - WIDTH
            assert 0 <= y <= found.height - HEIGHT
        for edge in edges:
            line = points(found.paths[edge])
            assert ends(found, edge) == [line[0], line[-1]]
            assert all(x % (WIDTH + ACROSS) == found.places[edge[1]][0] % (WIDTH + ACROSS) for x, _ in line[1:])
            assert not taken & {(x, y - HEIGHT // 2) for x, y in line[1:-1]}, "it passes behind a job"

    def test_puts_what_waits_for_nothing_beside_what_waits_for_it(self):
        first, second, third, late = (uuid.uuid7() for _ in range(4))
        places = layout([first, second, third, late], [(first, second), (second, third), (late, third)]).places
        assert places[late][0] == places[second][0]

    def test_of_one_job_is_its_own_size(self):
        found = layout([uuid.uuid7()], [])
        assert (WIDTH + 16, HEIGHT + 16, {}) == (found.width, found.height, found.paths)
