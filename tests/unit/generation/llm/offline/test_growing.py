"""Sequences written as far as they are asked for."""

from __future__ import annotations

from collections.abc import Iterator

from generation.llm.offline.growing import Growing


class TestGrowing:
    def test_writes_no_more_than_was_asked_for_and_nothing_twice(self) -> None:
        written: list[int] = []

        def source() -> Iterator[int]:
            for number in range(5):
                written.append(number)
                yield number

        book = Growing(source())
        assert (0, 1) == book.first(2)
        assert [0, 1] == written
        assert (0,) == book.first(1)
        assert (0, 1, 2) == book.first(3)
        assert [0, 1, 2] == written

    def test_has_what_its_source_has(self):
        assert (0, 1) == Growing(iter(range(2))).first(9)
