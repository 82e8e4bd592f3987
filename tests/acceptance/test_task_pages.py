"""People's work in a real browser: the board by mouse and by keys, the timer over reloads and tabs."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import APIResponse, Page, Route, expect

from jobs.models import Job, TimeEntry
from jobs.queue import control
from jobs.queue.timers import start_timer
from jobs.testing import enqueue
from tests.support.accessibility import faults
from tests.support.dragging import drag
from tests.support.users import make_user
from tests.support.visitor import visitor
from tests.support.waiting import wait_for

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOTE_COLUMNS = """window.columns = [];
new MutationObserver(() => {
  const column = document.querySelector(".task-card").closest(".board-column").dataset.column;
  if (columns.at(-1) !== column) columns.push(column);
}).observe(document.getElementById("tasks-view"), { childList: true, subtree: true });"""
NARROW = {"viewport": {"width": 390, "height": 844}}


@pytest.fixture
def visit(guest):
    """Somebody signed in, as `visit.user`."""
    guest.sign_in()
    return guest


def task(visit, title: str, **fields) -> Job:
    return enqueue(visit.user.pk, "manual", title=title, **fields)


def card(page: Page, column: str, title: str):
    return page.locator(f"[data-column={column}] .task-card").filter(has_text=title)


def dragged(page: Page, title: str, to: str) -> None:
    """Tried again, as people do, where the card was drawn anew at the moment in which it was taken."""
    target = page.locator(f".board-column[data-column={to}]")
    wait_for(lambda: drag(page.locator(".task-card").filter(has_text=title), target), what=f"{title} is taken to {to}")


def running(job: Job) -> int:
    return TimeEntry.objects.running().filter(job=job).count()


class TestBoard:
    def test_moves_what_is_dragged_by_the_verbs_of_people(self, visit) -> None:
        job = task(visit, "Proofread")
        page = visit.connected("/tasks")
        for to, status in (("doing", "processing"), ("done", "completed"), ("todo", "pending")):
            dragged(page, "Proofread", to)
            wait_for(Job.objects.filter(pk=job.pk, status=status).exists, what=status)
        assert [] == faults(page)

    def test_shows_no_answer_of_before_a_move(self, visit) -> None:
        job = task(visit, "Proofread")
        page = visit.connected("/tasks")
        page.evaluate(NOTE_COLUMNS)
        held: list[tuple[Route, APIResponse]] = []

        def hold_the_first(route: Route) -> None:
            if held:
                route.continue_()
            else:
                held.append((route, route.fetch()))

        page.route(re.compile(r"/tasks$"), hold_the_first)
        page.evaluate("document.dispatchEvent(new Event('tasks:changed'))")  # as another tab's change does
        wait_for(lambda: held or page.wait_for_timeout(20), what="the page was asked for")
        card(page, "todo", "Proofread").locator("a").focus()
        page.keyboard.press("Shift+ArrowRight")
        wait_for(Job.objects.filter(pk=job.pk, status="processing").exists, what="processing")
        route, of_before = held[0]
        route.fulfill(response=of_before)
        expect(page.get_by_role("button", name="Stop the timer on Proofread")).to_be_visible()
        assert ["doing"] == page.evaluate("columns")

    def test_puts_a_card_back_and_says_why_when_it_cannot_go_there(self, visit) -> None:
        control.hold(task(visit, "Kept back").pk)
        task(visit, "Free")
        page = visit.connected("/tasks")
        dragged(page, "Kept back", "done")
        expect(page.locator(".toast")).to_contain_text("A held job cannot be completed.")
        expect(card(page, "todo", "Kept back")).to_have_count(1)
        expect(page.locator("[data-column=done] .task-card")).to_have_count(0)
        visit.complaints.clear()  # the browser notes the refusal

    def test_is_worked_by_keys_and_keeps_the_focus(self, visit) -> None:
        job = task(visit, "Proofread")
        task(visit, "Write")
        page = visit.connected("/tasks")
        card(page, "todo", "Write").locator("a").focus()
        page.keyboard.press("ArrowDown")
        expect(card(page, "todo", "Proofread").locator("a")).to_be_focused()
        page.keyboard.press("Shift+ArrowRight")
        expect(page.locator("#toasts")).to_contain_text("The timer runs on “Proofread”.")
        expect(card(page, "doing", "Proofread").locator("a")).to_be_focused()
        page.keyboard.press("Shift+ArrowRight")
        expect(card(page, "done", "Proofread").locator("a")).to_be_focused()
        page.keyboard.press("ArrowLeft")
        expect(card(page, "todo", "Write").locator("a")).to_be_focused()
        wait_for(Job.objects.filter(pk=job.pk, status="completed").exists, what="completed")
        expect(page.locator("#toasts")).to_contain_text("“Proofread” is done.")
        expect(card(page, "todo", "Write").locator("a")).to_be_focused()

    def test_asks_before_it_stops_another_timer(self, visit) -> None:
        first, second = task(visit, "First"), task(visit, "Second")
        start_timer(first.pk, visit.user.pk)
        page = visit.connected("/tasks")
        start = page.get_by_role("button", name="Start the timer on Second")
        start.click()
        asked = page.get_by_role("dialog")
        expect(asked).to_contain_text("Your timer runs on “First”.")
        asked.get_by_role("button", name="Let it run").click()
        expect(asked).to_be_hidden()
        assert (1, 0) == (running(first), running(second))
        start.click()
        asked.get_by_role("button", name="Stop it and start this one").click()
        expect(page.locator("#timer")).to_contain_text("Second")
        assert (0, 1) == (running(first), running(second))
        visit.complaints.clear()  # the browser notes the refusals

    def test_follows_what_another_tab_and_another_person_do(self, visit) -> None:
        giver = make_user()
        job = task(visit, "Mine")
        page, other = visit.connected("/tasks"), visit.connected("/tasks")
        other.get_by_role("button", name="Complete Mine").click()
        expect(card(page, "done", "Mine")).to_have_count(1)
        given = enqueue(giver.pk, "manual", title="Given", assignee_id=visit.user.pk)
        expect(card(page, "todo", "Given")).to_have_count(1)
        control.complete(given.pk)
        expect(card(page, "done", "Given")).to_have_count(1)
        control.reopen(job.pk)
        expect(card(page, "todo", "Mine")).to_have_count(1)

    def test_works_by_buttons_without_script(self, browser, site) -> None:
        with visitor(browser, site, java_script_enabled=False) as guest:
            guest.sign_in()
            job = task(guest, "Proofread")
            page = guest.open("/tasks")
            page.get_by_role("button", name="Start the timer on Proofread").click()
            expect(card(page, "doing", "Proofread")).to_have_count(1)
            page.get_by_role("button", name="Stop the timer", exact=True).click()
            page.get_by_role("button", name="Complete Proofread").click()
            expect(card(page, "done", "Proofread")).to_have_count(1)
            assert ("completed", 0) == (Job.objects.get(pk=job.pk).status, running(job))

    @pytest.mark.parametrize("view", ["board", "list", "calendar"])
    def test_fits_a_phone(self, browser, site, view) -> None:
        with visitor(browser, site, **NARROW) as guest:
            guest.sign_in()
            due = datetime(2030, 1, 2, 10, tzinfo=UTC)
            job = task(guest, "A long title of a task that goes on and on " * 3, due_at=due)
            start_timer(job.pk, guest.user.pk)
            page = guest.connected(f"/tasks?view={view}&month=2030-01")
            expect(page.locator("#timer")).to_contain_text("A long title")
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            assert [] == faults(page)


class TestTimer:
    CLOCK = re.compile(r"^\d+:\d\d:\d\d$")

    def test_survives_reloads_and_is_right_by_the_servers_clock(self, visit) -> None:
        job = task(visit, "Proofread")
        start_timer(job.pk, visit.user.pk)
        TimeEntry.objects.update(started_at=TimeEntry.objects.get().started_at.replace(year=2025))
        page = visit.open("about:blank")
        page.clock.install(time="2001-01-01T00:00:00Z")  # a browser whose clock is wrong
        page.goto("/cards")
        clock = page.locator(".timer-clock")
        expect(clock).to_have_text(self.CLOCK)
        hours = int(clock.inner_text().partition(":")[0])
        assert hours >= 24 * 364
        page.clock.run_for(3000)
        expect(page).to_have_title(re.compile(r"^\d+:\d\d:\d\d Proofread \| Cards$"))
        page.reload()
        expect(clock).to_have_text(re.compile(rf"^{hours}:|^{hours + 1}:"))

    def test_shows_in_every_tab_and_stops_in_all_of_them(self, visit) -> None:
        job = task(visit, "Proofread")
        first, second = visit.connected("/documents"), visit.connected(f"/jobs/{job.pk}")
        second.get_by_role("button", name="Start the timer").click()
        expect(first.locator(".timer-clock")).to_have_text(self.CLOCK)
        expect(first).to_have_title(re.compile("Proofread"))
        first.get_by_role("button", name="Stop the timer").click()
        expect(first.locator("#timer form")).to_have_count(0)
        expect(second.locator("#timer form")).to_have_count(0)
        expect(second).to_have_title("Proofread")
        expect(first).to_have_title("Documents")
        assert 0 == running(job)


class TestForm:
    def test_makes_changes_and_times_a_task(self, visit) -> None:
        page = visit.open("/tasks")
        page.get_by_role("link", name="Make the first task").click()
        page.get_by_role("button", name="Make the task").click()
        expect(page.get_by_label("Title")).to_have_attribute("aria-invalid", "true")
        visit.complaints.clear()  # the browser notes the refusal
        assert [] == faults(page)
        page.get_by_label("Title").fill("Proofread")
        page.get_by_role("radio", name="Urgent").check()
        page.get_by_label("Due").fill("2030-07-01")
        page.get_by_role("button", name="Make the task").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Proofread")
        page.get_by_role("link", name="Edit").click()
        page.get_by_label("Estimate, minutes").fill("45")
        assert [] == faults(page)
        page.get_by_role("button", name="Save the task").click()
        expect(page.locator(".facts")).to_contain_text("0 m of 45 m")
        page.get_by_role("link", name="Add time").click()
        page.get_by_label("From").fill("2025-03-03T09:00:00")
        page.get_by_label("To", exact=True).fill("2025-03-03T09:40:00")
        page.get_by_role("button", name="Add the time").click()
        expect(page.locator(".entry")).to_contain_text("40 m")
        page.get_by_role("link", name="Correct entry 1").click()
        page.get_by_label("To", exact=True).fill("2025-03-03T09:30:00")
        page.get_by_role("button", name="Set it right").click()
        expect(page.locator(".entry-trace").last).to_contain_text("was 3 Mar, 09:00:00 to 09:40:00")
        expect(page.locator(".facts")).to_contain_text("30 m of 45 m")
        assert [] == faults(page)
        assert ("urgent", 45) == Job.objects.values_list("priority", "estimated_minutes").get()
