"""What waits for what and what one is reminded of, in a real browser."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import expect

from jobs.models import Job, Notice
from jobs.queue import control
from jobs.testing import drain, enqueue, stage_now
from tests.support.accessibility import faults
from tests.support.queue import FUTURE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PICTURE = "From what is waited for to what waits"


def worked() -> None:
    """What waits is done, by a worker with an event loop of its own."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(drain).result(30)


@pytest.fixture
def visit(guest):
    """Somebody signed in, as `visit.user`."""
    guest.sign_in()
    return guest


class TestGraph:
    def test_shows_neighbours_as_they_change_and_leads_to_them_by_keyboard(self, visit) -> None:
        first = enqueue(visit.user.pk, "manual", title="Write")
        second = enqueue(visit.user.pk, "manual", title="Read", depends_on=[first.pk], priority="urgent")
        page = visit.connected(f"/jobs/{second.pk}")
        picture = page.get_by_role("group", name=PICTURE)
        expect(picture.get_by_role("link")).to_have_count(2)
        expect(picture.locator(f"[data-node='{second.pk}']")).to_have_attribute("aria-current", "page")
        expect(picture.locator("path[data-state=open]")).to_have_count(1)
        enqueue(visit.user.pk, "manual", title="Print", depends_on=[second.pk])
        expect(picture.get_by_role("link")).to_have_text(
            ["Write pending", "Read blocked after Write", "Print blocked after Read"]
        )
        control.complete(first.pk)
        expect(picture.locator(f"[data-node='{first.pk}'] .badge")).to_have_attribute("data-status", "completed")
        expect(picture.locator("path[data-state=done]")).to_have_count(1)
        assert [] == faults(page)
        picture.focus()
        page.keyboard.press("Tab")
        expect(picture.get_by_role("link", name="Write completed")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Write")
        assert [] == visit.complaints

    def test_is_a_list_on_a_phone(self, visit) -> None:
        job = enqueue(visit.user.pk, "manual", title="Write")
        for number in range(3):
            enqueue(visit.user.pk, "manual", title=f"Read {number}", depends_on=[job.pk])
        page = visit.connected(f"/jobs/{job.pk}")
        page.set_viewport_size({"width": 360, "height": 800})
        expect(page.get_by_role("group", name=PICTURE)).to_have_count(0)
        expect(page.locator(".graph-list").get_by_role("link")).to_have_count(4)
        assert 360 == page.evaluate("document.documentElement.scrollWidth")
        assert [] == faults(page)


class TestReminder:
    def test_comes_on_the_page_that_is_open_and_stays_until_it_is_dismissed(self, visit) -> None:
        task = enqueue(visit.user.pk, "manual", title="Proofread", due_at=FUTURE, remind_minutes_before=60)
        page = visit.connected("/cards")
        stage_now(Job.objects.get(kind="reminder"))
        worked()
        toast = page.get_by_role("status").locator(".toast")
        expect(toast).to_have_text(re.compile("Reminder.*Proofread"))
        expect(toast.get_by_role("link")).to_have_attribute("href", f"/jobs/{task.pk}")
        bell = page.get_by_role("link", name="Reminders, 1 not dismissed")
        bell.click()
        expect(page.get_by_role("list", name="Not dismissed yet")).to_contain_text("Proofread")
        assert [] == faults(page)
        other = visit.connected("/jobs")
        expect(other.get_by_role("link", name="Reminders, 1 not dismissed")).to_be_visible()
        page.get_by_role("button", name="Dismiss Proofread").click()
        expect(page.get_by_role("link", name="Reminders, 0 not dismissed")).to_be_visible()
        assert [] == visit.complaints

    def test_is_dismissed_at_its_toast(self, visit) -> None:
        job = enqueue(visit.user.pk, "reminder", payload={"text": "Call the printer"}, run_at=FUTURE)
        page = visit.connected("/cards")
        stage_now(job)
        worked()
        page.get_by_role("button", name="Dismiss the reminder Call the printer").click()
        expect(page.locator(".toast")).to_have_count(0)
        expect(page.get_by_role("link", name="Reminders, 0 not dismissed")).to_be_visible()
        assert not Notice.objects.open().exists()
