"""Payloads of earlier releases, read by this one."""

from __future__ import annotations

from typing import Any

import pytest

from jobs.errors import InvalidSubmission
from jobs.handlers import Complete, Handler, JobContext, Payload, Registry, Verdict


class Point(Payload):
    x: int
    y: int


class Plot(Handler[Point]):
    kind = "plot"
    label = "Plot"
    payload_type = Point
    version = 3

    def upgrade(self, data: Any, version: int) -> Any:
        if version == 1:
            data = {"x": data["left"], "y": data["top"]}
        return data | {"y": -data["y"]}

    async def run(self, ctx: JobContext, payload: Point) -> Verdict:
        return Complete()


class Blunt(Plot):
    upgrade = Handler.upgrade


class TestLoad:
    @pytest.mark.parametrize(
        ("data", "version"), [({"left": 1, "top": 2}, 1), ({"x": 1, "y": 2}, 2), ({"x": 1, "y": -2}, 3)]
    )
    def test_brings_a_payload_to_this_version(self, data: Any, version: int) -> None:
        assert Point(x=1, y=-2) == Plot().load(data, version)

    def test_refuses_a_newer_one(self) -> None:
        with pytest.raises(InvalidSubmission, match=r"payload: A plot payload of version 4 is newer .* version 3"):
            Plot().load({"x": 1, "y": 2}, 4)

    def test_refuses_an_older_one_that_has_no_upgrade(self) -> None:
        with pytest.raises(InvalidSubmission, match=r"payload: A plot payload of version 2 .* no upgrade from 2"):
            Blunt().load({"x": 1, "y": 2}, 2)

    @pytest.mark.parametrize("data", [{}, None, [], {"left": 1, "top": "two"}])
    def test_names_the_payload_when_its_upgrade_breaks(self, data: Any) -> None:
        with pytest.raises(InvalidSubmission, match="payload: The upgrade of a plot payload from version 1 failed"):
            Plot().load(data, 1)


class TestKnown:
    def test_gives_the_newest_version_of_each_kind(self) -> None:
        registry = Registry()
        registry.register(Plot())
        assert {"plot": 3} == registry.known() == registry.known(["plot", "other"])
        assert {} == registry.known(["other"])
