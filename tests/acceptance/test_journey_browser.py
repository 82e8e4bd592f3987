"""What a person does, in a real browser: the site and its workers are processes of their own."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import aichar
import pytest
import tavern_card
from PIL import Image
from playwright.sync_api import Page, expect

from tests.support.model_server import ModelServer, error
from tests.support.person import GALAHAD
from tests.support.site import worker
from tests.support.visitor import ask_for_card, visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MILLISECONDS = 60_000
PHONE = {"width": 360, "height": 740}

# Runs in the page: notes every value its progress bar takes, and whether words were written; a job may be quicker than
# we look. It is gone after a reload.
WATCH_WORK = """() => {
  window.progressSeen = [];
  window.wordsSeen = false;
  const note = () => {
    window.progressSeen.push(document.querySelector(".job-head progress").value);
    window.wordsSeen ||= document.querySelector("#stream .stream").textContent !== "";
  };
  note();
  const what = { subtree: true, childList: true, attributes: true, characterData: true };
  const watch = new MutationObserver(note);
  for (const part of ["[data-job-progress]", "#stream"]) watch.observe(document.querySelector(part), what);
}"""


def status(page: Page, word: str) -> None:
    """Wait until the job's page shows this state."""
    badge = page.locator("[data-job-badge] .badge")
    expect(badge).to_have_attribute("data-status", word, timeout=MILLISECONDS)


def press(page: Page, name: str) -> None:
    """A button that leads to another page, and wait for that one: the one that is left goes on changing meanwhile."""
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


class TestCard:
    def test_is_asked_for_watched_read_and_taken_away(self, guest, tmp_path):
        page = guest.sign_up()
        expect(page.get_by_role("heading", name="No jobs yet")).to_be_visible()
        page.get_by_role("link", name="Create your first card").click()
        expect(page).to_have_url("/cards/new")
        address = ask_for_card(page, GALAHAD, 18)
        page.evaluate(WATCH_WORK)
        elsewhere = guest.connected("/account")
        with worker(OFFLINE_LATENCY_SECONDS="0.2"):
            self.works_before_our_eyes(page)
            link = elsewhere.locator(".toast a")
            expect(link).to_have_text(f"{GALAHAD} is completed", timeout=MILLISECONDS)
            expect(link).to_have_attribute("href", address)
        page.get_by_role("link", name="Read the card").click()
        expect(page.locator(".card-name")).to_contain_text("Galahad")
        expect(page.locator(".lore-index a")).to_have_count(18)
        self.opens_in_readers(page, tmp_path)
        self.signs_out(page)

    def works_before_our_eyes(self, page):
        """Steps, written words and progress arrive by themselves, up to the end."""
        expect(page.locator(".step[data-state=running]").first).to_be_visible(timeout=MILLISECONDS)
        status(page, "completed")
        assert page.evaluate("window.wordsSeen")
        expect(page.locator(".job-head progress")).to_have_attribute("value", "100")
        expect(page.locator(".step[data-state=done]")).not_to_have_count(0)
        seen = page.evaluate("window.progressSeen")
        assert sorted(seen) == seen
        assert (0, 100) == (seen[0], seen[-1])
        assert len(set(seen)) > 4, seen

    def opens_in_readers(self, page, place):
        """The files, read by what nobody here wrote."""
        files = {name: downloaded(page, name, place) for name in ("PNG card", "JSON V2", "JSON V3")}
        texts = Image.open(files["PNG card"]).text
        inside = json.loads(base64.b64decode(texts["ccv3"]))
        assert inside == json.loads(files["JSON V3"].read_text())
        documents = [inside, json.loads(base64.b64decode(texts["chara"])), json.loads(files["JSON V2"].read_text())]
        documents.append(tavern_card.parse_png_card(files["PNG card"].read_bytes()))
        for document in documents:
            assert 18 == len(document["data"]["character_book"]["entries"])
        character = aichar.load_character_card_file(str(files["PNG card"]))
        assert inside["data"]["name"] == character.name
        assert inside["data"]["first_mes"] == character.greeting_message

    def signs_out(self, page):
        page.locator("summary[aria-label=Account]").click()
        page.get_by_role("button", name="Sign out").click()
        expect(page.get_by_role("banner").get_by_role("link", name="Sign in")).to_be_visible()
        page.goto("/jobs")
        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def downloaded(page: Page, name: str, place: Path) -> Path:
    with page.expect_download() as download:
        page.locator(".downloads").get_by_role("link", name=name).click()
    path = place / download.value.suggested_filename
    download.value.save_as(path)
    return path


class TestRunningJob:
    def test_is_cancelled_and_goes_on_where_it_was(self, guest):
        page = guest.sign_up()
        ask_for_card(page, GALAHAD, 3)
        with worker(OFFLINE_LATENCY_SECONDS="0.4"):
            expect(page.locator(".step[data-state=done]").first).to_be_visible(timeout=MILLISECONDS)
            self.keeps_a_button_while_it_has_the_focus(page)
            page.keyboard.press("Enter")
            press(page, "Cancel the job")
            status(page, "cancelled")
            press(page, "Retry")
            status(page, "completed")
        expect(page.locator(".step[data-state=reused]").first).to_be_visible()

    def keeps_a_button_while_it_has_the_focus(self, page):
        page.get_by_role("button", name="Cancel").focus()
        expect(page.locator(".step[data-state=done]").nth(1)).to_be_visible(timeout=MILLISECONDS)
        assert "Cancel" == page.evaluate("document.activeElement.textContent")


class TestFailedJob:
    def test_says_why_first_and_is_retried_once_the_cause_is_gone(self, guest):
        page = guest.sign_up()
        ask_for_card(page, GALAHAD, 3)
        with ModelServer().running() as provider:
            provider.will(error(404, "There is no model 'writer'"))
            settings = {"LLM_BASE_URL": provider.url, "LLM_API_KEY": "key", "LLM_CREATIVE_MODEL": "writer"}
            with worker(LLM_PROVIDER="openai", **settings):
                status(page, "failed")
        expect(page.get_by_role("alert").locator(".cause")).to_contain_text("There is no model 'writer'")
        with worker():
            press(page, "Retry")
            status(page, "completed")


class TestEveryPage:
    def test_fits_a_phone_in_the_dark(self, browser, site):
        with visitor(browser, site, viewport=PHONE, color_scheme="dark") as guest, worker():
            page = guest.sign_up()
            job = ask_for_card(page, GALAHAD, 18)
            status(page, "completed")
            card = page.get_by_role("link", name="Read the card").get_attribute("href")
            held = ask_for_card(page, "A" * 300, 100)
            inside = ("/", "/jobs", job, held, "/cards", card, "/cards/new", "/account", "/jobs?q=nothing")
            self.all_fit(page, inside)
            guest.context.clear_cookies()
            self.all_fit(page, ("/", "/sign-in", "/sign-up", "/password-reset"))

    def all_fit(self, page, addresses):
        ground = "getComputedStyle(document.documentElement).backgroundColor"
        for address in addresses:
            assert 200 == page.goto(address).status, address
            assert 360 == page.evaluate("document.documentElement.scrollWidth"), address
            assert "rgb(19, 20, 22)" == page.evaluate(ground), address
