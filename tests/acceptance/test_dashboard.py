"""The dashboard in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from jobs.queue import control
from tests.support.accessibility import faults
from tests.support.history import called, past_job, ran, worked
from tests.support.queue import new_job

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MARCH = "/dashboard?from=2026-03-02&to=2026-03-29"


@pytest.fixture
def visit(guest):
    """Somebody signed in, with work behind them."""
    guest.sign_in()
    for day in range(2, 30):
        job = past_job(
            guest.user,
            f"03-{day:02} 09:00",
            f"03-{day:02} 10:00",
            kind="manual",
            category="writing",
            estimated_minutes=30,
        )
        worked(job, day)
        made = past_job(guest.user, f"03-{day:02} 11:00", f"03-{day:02} 11:05", category="cards with " + "long " * 9)
        ran(made, 5)
        called(made, 10_000_000 * day)
        called(made, 20_000_000 * day, simulated=True, provider="offline", model="offline-creative-1")
    control.hold(new_job(guest.user.pk, title="kept back").pk)
    return guest


class TestDashboard:
    def test_is_reached_from_every_page_and_tells_a_columns_value_by_key_and_pointer(self, visit) -> None:
        page = visit.connected("/jobs")
        page.get_by_role("navigation", name="Main", exact=True).get_by_role("link", name="Dashboard").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Dashboard")
        page.goto(MARCH)
        panel = page.locator("[data-panel=pace]")
        chart = panel.locator("[data-values]")
        chart.focus()
        chart.press("ArrowLeft")
        expect(panel.get_by_role("status")).to_have_text("29 Mar: 2")
        chart.press("ArrowLeft")
        expect(panel.get_by_role("status")).to_have_text("28 Mar: 2")
        chart.locator(".mark").first.hover()
        expect(panel.get_by_role("status")).to_have_text("2 Mar: 2")

    def test_is_read_as_tables_without_a_mouse(self, visit) -> None:
        page = visit.connected(MARCH)
        panel = page.locator("[data-panel=weeks]")
        summary = panel.locator("summary")
        summary.focus()
        summary.press("Enter")
        expect(panel.get_by_role("table")).to_be_visible()
        expect(panel.get_by_role("rowheader", name="2026-03-02")).to_be_visible()
        assert [] == faults(page)

    @pytest.mark.parametrize("width", [360, 390, 768, 1280])
    def test_fits_the_width_and_draws_in_it(self, visit, width: int) -> None:
        page = visit.open("about:blank")
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(MARCH)
        assert width == page.evaluate("document.documentElement.scrollWidth")
        outside = page.evaluate(
            """() => [...document.querySelectorAll(".chart text, .chart rect, .bar-figure")].filter((drawn) => {
              const box = drawn.getBoundingClientRect();
              const panel = drawn.closest(".panel").getBoundingClientRect();
              return box.width && (box.left < panel.left || box.right > panel.right + 0.5);
            }).map((drawn) => drawn.textContent || drawn.outerHTML)"""
        )
        assert [] == outside
