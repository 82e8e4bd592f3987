"""Files that mean harm, sent one by one: each is answered in time, in little memory, and never with a fault of ours."""

from __future__ import annotations

import gc
import io
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from generation.models import Card
from tests.support.api import api_of
from tests.support.hostile_cards import HOSTILE

IMPORT = "/api/v1/generation/cards/import"
# Of this process: what others do on the machine meanwhile does not count.
CPU_SECONDS = 8.0
MEGABYTES = 150
PEAK = Path("/proc/self/clear_refs")

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.repeats]


def memory(name: str) -> float:
    """Megabytes of this process: VmRSS now, VmHWM at most since `forget_peak`."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(name))
    return int(line.split()[1]) / 1024


def forget_peak() -> None:
    PEAK.write_text("5")


class Cost:
    """What `call` took: seconds of CPU, and megabytes on top of what was there. Zero where the system does not tell."""

    def __init__(self, call: Callable[[], Any]) -> None:
        gc.collect()
        measurable = PEAK.exists()
        if measurable:
            forget_peak()
        before = memory("VmRSS") if measurable else 0.0
        began = time.process_time()
        self.answer = call()
        self.seconds = time.process_time() - began
        self.megabytes = memory("VmHWM") - before if measurable else 0.0


class TestImport:
    def test_is_tried_with_enough(self) -> None:
        assert 38 <= len(HOSTILE)

    @pytest.mark.parametrize("name", HOSTILE)
    def test_answers_in_time_and_memory_and_keeps_what_can_be_written(
        self, user: User, signed_in: Any, name: str
    ) -> None:
        client = api_of(user)
        file = SimpleUploadedFile("card.png", HOSTILE[name]())
        cost = Cost(lambda: client.post(IMPORT, {"file": file}, format="multipart"))
        assert cost.answer.status_code in {201, 422}, cost.answer.content[:500]
        if cost.answer.status_code == 422:
            assert len(cost.answer.json()["errors"][0]["detail"]) > 20
        assert cost.seconds < CPU_SECONDS
        assert cost.megabytes < MEGABYTES
        for card in Card.objects.all():
            assert 200 == signed_in.get(f"/cards/{card.pk}").status_code
            for path in ("", "/portrait", *(f"/export?format={form}" for form in ("v2", "v3", "png", "charx"))):
                answer = client.get(f"/api/v1/generation/cards/{card.pk}{path}")
                assert 200 == answer.status_code
            packed = io.BytesIO(answer.content)
            assert [] == [path for path in ZipFile(packed).namelist() if ".." in path or path[0] == "/"]

    @pytest.mark.parametrize(
        "name", [name for name, make in HOSTILE.items() if name.startswith(("100,000", "N", "not"))]
    )
    def test_answers_400_or_422_to_such_a_body(self, user: User, name: str) -> None:
        answer = api_of(user).post(IMPORT, HOSTILE[name](), content_type="application/json")
        assert answer.status_code in {201, 400, 413, 422}
