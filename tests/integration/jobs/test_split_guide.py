"""The guide to splitting a job is followed as it stands."""

from __future__ import annotations

from typing import Any

import pytest

from jobs.errors import PermanentError
from jobs.handlers import registry
from jobs.models import ChunkRecord
from jobs.testing import drain, enqueue
from tests.support.guide import Page


@pytest.fixture
def kinds():
    """What the guide's block defines, registered."""
    names: dict[str, Any] = {}
    (code,) = Page("docs/how-to/split-a-job.md").blocks("python")
    exec(compile(code, "split-a-job.md", "exec"), names)
    made = [names["PartCounter"](), names["TextCounter"]()]
    registry.register(*made)
    yield
    for handler in made:
        registry.unregister(handler.kind)


@pytest.mark.django_db(transaction=True)
class TestGuide:
    def test_counts_in_parts_and_joins_them(self, user, kinds) -> None:
        text = "word " * 500
        job = enqueue(user.pk, "count_text", payload={"text": text})
        drain()
        job.refresh_from_db()
        assert ("completed", {"words": 500}, 2) == (job.status, job.result, job.attempt)
        assert [(0, 1000), (1000, 2000), (2000, 2500)] == list(ChunkRecord.objects.values_list("start", "end"))

    def test_tells_the_truth_of_failures(self, user, kinds, monkeypatch) -> None:
        async def breaking(ctx, payload):
            raise PermanentError("no")

        monkeypatch.setattr(registry.get("count_part"), "run", breaking)
        job = enqueue(user.pk, "count_text", payload={"text": "word " * 800})
        drain()
        job.refresh_from_db()
        assert ("failed", "PermanentError") == (job.status, job.error_class)
        assert "at most 2 may fail. The first: no" in job.error_message
