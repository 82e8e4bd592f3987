"""Named steps of checkpointed pieces."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from generation.pipeline import Outputs, Piece, Pipeline, Step
from jobs.errors import JobCancelled
from tests.support.contexts import MemoryRecorder, make_context


class Kitchen:
    """Steps whose pieces answer with their own name, note what ran, and wait or fail when told to."""

    def __init__(self) -> None:
        self.ran: list[str] = []
        self.cancelled: list[str] = []
        self.failing: set[str] = set()
        self.waiting: dict[str, asyncio.Event] = {}

    def step(self, name: str, *needs: str, pieces: int = 1, inputs: Any = None, weight: int = 1) -> Step:
        def plan(outputs: Outputs) -> Sequence[Piece]:
            seen = {need: list(outputs[need]) for need in needs}
            return [self.piece(f"{name}-{number}", inputs or seen) for number in range(pieces)]

        return Step(name, needs, plan, weight)

    def piece(self, name: str, inputs: Any) -> Piece:
        async def work() -> Any:
            self.ran.append(name)
            try:
                if name in self.waiting:
                    await self.waiting[name].wait()
            except asyncio.CancelledError:
                self.cancelled.append(name)
                raise
            if name in self.failing:
                raise ValueError(f"{name} burnt")
            return name

        return Piece(name, f"Making {name}", inputs, work)

    def in_parts(self, name: str, count: int) -> Piece:
        """A piece that is too much for one, and is made in `count` parts."""

        async def work() -> Any:
            self.ran.append(name)

        def part(number: int) -> Piece:
            whole = self.piece(f"{name}-{number}", None)

            async def made() -> Any:
                return [f"{await whole.work()} made"]

            return replace(whole, work=made)

        return Piece(name, f"Making {name}", None, work, parts=[part(number) for number in range(count)])


async def run(steps: list[Step], recorder: MemoryRecorder | None = None, **options: Any) -> Outputs:
    async with asyncio.timeout(5):
        return await Pipeline(make_context(recorder or MemoryRecorder()), steps, **options).run()


class TestPipeline:
    async def test_gives_each_step_the_outputs_it_needs(self) -> None:
        kitchen = Kitchen()
        outputs = await run([kitchen.step("a", pieces=2), kitchen.step("b", "a")])
        assert {"a": ["a-0", "a-1"], "b": ["b-0"]} == outputs

    async def test_runs_what_does_not_depend_on_each_other_side_by_side(self) -> None:
        kitchen = Kitchen()
        kitchen.waiting["a-0"] = asyncio.Event()
        task = asyncio.create_task(run([kitchen.step("a"), kitchen.step("b"), kitchen.step("c", "b")]))
        for _ in range(200):
            await asyncio.sleep(0)
        kitchen.waiting["a-0"].set()
        assert ["b", "c", "a"] == list(await task)

    async def test_keeps_to_the_places_it_has(self) -> None:
        kitchen = Kitchen()
        kitchen.waiting["a-0"] = kitchen.waiting["a-1"] = asyncio.Event()
        task = asyncio.create_task(run([kitchen.step("a", pieces=5)], at_once=2))
        for _ in range(50):
            await asyncio.sleep(0)
        assert ["a-0", "a-1"] == kitchen.ran
        kitchen.waiting["a-0"].set()
        assert 5 == len((await task)["a"])

    async def test_keeps_what_was_finished_when_a_piece_fails(self) -> None:
        kitchen, recorder = Kitchen(), MemoryRecorder()
        kitchen.failing.add("b-0")
        with pytest.raises(ExceptionGroup):
            await run([kitchen.step("a"), kitchen.step("b", "a")], recorder)
        kitchen.failing.clear()
        await run([kitchen.step("a"), kitchen.step("b", "a")], recorder)
        assert ["a-0", "b-0", "b-0"] == kitchen.ran

    async def test_that_is_to_be_held_begins_nothing_more_and_lets_what_is_under_way_finish(self) -> None:
        kitchen, recorder = Kitchen(), MemoryRecorder()
        kitchen.waiting["a-0"] = asyncio.Event()
        context = make_context(recorder)
        steps = [kitchen.step("a", pieces=3), kitchen.step("b", "a")]
        task = asyncio.create_task(Pipeline(context, steps, at_once=2).run())
        kitchen.waiting["a-1"] = asyncio.Event()
        for _ in range(50):
            await asyncio.sleep(0)
        context.request_hold()
        kitchen.waiting["a-1"].set()  # its place is free, and what comes next is not begun
        for _ in range(50):
            await asyncio.sleep(0)
        assert not task.done()
        kitchen.waiting["a-0"].set()
        with pytest.raises(ExceptionGroup) as stopped:
            await asyncio.wait_for(task, 5)
        assert stopped.group_contains(JobCancelled, depth=2)
        assert (["a-0", "a-1"], []) == (kitchen.ran, kitchen.cancelled)
        await run(steps, recorder)
        assert ["a-2", "b-0"] == kitchen.ran[2:], "what was finished is kept"

    async def test_lets_the_others_finish_when_a_piece_fails(self) -> None:
        kitchen, recorder = Kitchen(), MemoryRecorder()
        kitchen.failing.add("a-1")
        kitchen.waiting["a-0"] = asyncio.Event()
        steps = [kitchen.step("a", pieces=3), kitchen.step("b", "a")]
        task = asyncio.create_task(Pipeline(make_context(recorder), steps, at_once=2).run())
        for _ in range(50):
            await asyncio.sleep(0)
        assert not task.done()
        kitchen.waiting["a-0"].set()
        with pytest.raises(ExceptionGroup):
            await asyncio.wait_for(task, 5)
        assert (["a-0", "a-1"], []) == (kitchen.ran, kitchen.cancelled)
        kitchen.failing.clear()
        await run(steps, recorder)
        assert "a-0" not in kitchen.ran[2:], "what was paid for is kept"

    async def test_runs_the_parts_of_a_piece_that_was_too_much_in_their_order(self) -> None:
        kitchen, recorder = Kitchen(), MemoryRecorder()
        steps = [Step("a", (), lambda _: [kitchen.in_parts("a-0", 2)]), kitchen.step("b", "a")]
        outputs = await run(steps, recorder)
        assert ["a-0-0 made", "a-0-1 made"] == outputs["a"][0]
        await run(steps, recorder)
        assert ["a-0", "a-0-0", "a-0-1", "b-0"] == kitchen.ran, "each is stored"

    async def test_begins_no_further_part_once_a_piece_failed(self) -> None:
        kitchen = Kitchen()
        kitchen.failing.add("b-0")
        kitchen.waiting["a-0-0"] = asyncio.Event()
        steps = [Step("a", (), lambda _: [kitchen.in_parts("a-0", 2)]), kitchen.step("b")]
        task = asyncio.create_task(run(steps))
        for _ in range(50):
            await asyncio.sleep(0)
        kitchen.waiting["a-0-0"].set()
        with pytest.raises(ExceptionGroup, match="unhandled") as caught:
            await task
        assert caught.group_contains(ValueError, match="b-0 burnt")
        assert {"a-0", "a-0-0", "b-0"} == set(kitchen.ran)

    async def test_runs_a_piece_again_when_its_inputs_changed(self) -> None:
        kitchen, recorder = Kitchen(), MemoryRecorder()
        await run([kitchen.step("a", inputs=1), kitchen.step("b", inputs=1)], recorder)
        await run([kitchen.step("a", inputs=2), kitchen.step("b", inputs=1)], recorder)
        assert ["a-0", "a-0", "b-0"] == sorted(kitchen.ran)

    async def test_stops_before_the_next_piece_once_a_cancel_was_asked_for(self) -> None:
        kitchen = Kitchen()
        ctx = make_context(MemoryRecorder())
        ctx.request_cancel()
        with pytest.raises(ExceptionGroup) as caught:
            await Pipeline(ctx, [kitchen.step("a")]).run()
        assert caught.group_contains(JobCancelled)
        assert [] == kitchen.ran

    async def test_tells_progress_by_weight_in_the_words_of_the_pieces(self) -> None:
        kitchen, recorder = Kitchen(), MemoryRecorder()
        ctx = make_context(recorder)
        await Pipeline(ctx, [kitchen.step("a", weight=3), kitchen.step("b", "a")]).run()
        await ctx.flush()
        told = [(fact.data["progress"], fact.message) for fact in recorder.facts if fact.type == "progress"]
        assert (0, "Making a-0") == told[0]
        assert (99, "Making b-0") == told[-1]
        assert [percent for percent, _ in told] == sorted(percent for percent, _ in told)
