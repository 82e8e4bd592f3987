"""Takes the pictures of the documentation from the running thing, on a database of its own.

python -m docs.images.make
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.support.browser import launched
from tests.support.supervised import site

HERE = Path(__file__).resolve().parent
CONCEPT = "Sir Galahad, a medieval knight in an enchanted forest"
WINDOW = {"width": 1180, "height": 800}
MILLISECONDS = 60_000


def sign_up(page: Page) -> None:
    page.goto("/sign-up")
    page.get_by_label("E-mail").fill("galahad@example.org")
    page.get_by_label("Name").fill("Galahad")
    page.get_by_label("Password").fill("a quest for the grail")
    page.get_by_role("button", name="Create the account").click()


def take(page: Page, name: str) -> None:
    """The window as it is, once it is connected, with the pointer out of the way."""
    expect(page.locator("#connection")).to_have_attribute("data-state", "connected")
    page.mouse.move(0, 0)
    page.evaluate("document.fonts.ready")
    page.screenshot(path=HERE / name)


def take_all(page: Page) -> None:
    """A job at work, and the card that comes of it."""
    sign_up(page)
    page.goto("/cards/new")
    page.get_by_label("Who is it?").fill(CONCEPT)
    page.get_by_label("Lore entries", exact=True).fill("18")
    page.get_by_role("button", name="Create the card").click()
    expect(page.locator(".step[data-state=done]").nth(1)).to_be_visible(timeout=MILLISECONDS)
    expect(page.locator("#stream .stream")).to_contain_text(". ", timeout=MILLISECONDS)
    take(page, "job.png")
    expect(page.get_by_role("link", name="Read the card")).to_be_visible(timeout=MILLISECONDS)
    page.get_by_role("link", name="Read the card").click()
    take(page, "card.png")


def main() -> None:
    os.environ["OFFLINE_LATENCY_SECONDS"] = "2.5"  # slow enough to be looked at
    with tempfile.TemporaryDirectory() as place, site(Path(place)) as running, launched() as browser:
        running.start()
        context = browser.new_context(base_url=running.address, viewport=WINDOW, reduced_motion="reduce")
        take_all(context.new_page())


if __name__ == "__main__":
    main()
