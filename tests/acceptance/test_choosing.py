"""The form of a new card in a real browser: a picture that is dropped or chosen, a card to start from."""

from __future__ import annotations

import base64
import re

import pytest
from playwright.sync_api import Page, expect

from generation.cards.card import CardData
from generation.models import Asset, Card
from jobs.models import Job
from tests.support.accessibility import faults
from tests.support.cards import keep
from tests.support.dropping import DROP
from tests.support.illustrator import picture
from tests.support.users import make_user
from tests.support.visitor import visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Whether text that is let go over the page is left to the browser.
DROPS_TEXT = """() => {
  const data = new DataTransfer();
  data.setData("text/plain", "a miner");
  const event = new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true });
  return document.querySelector("[name=concept]").dispatchEvent(event);
}"""


def named(name: str) -> CardData:
    return CardData(name=name, description="Somebody who digs.", first_mes="Hello.")


@pytest.fixture
def page(guest) -> Page:
    guest.sign_in()
    for name in ("Mirren Vale", "Old Tam", "Ysolde"):
        keep(guest.user.pk, named(name))
    keep(make_user().pk, named("Mirren of Elsewhere"))
    page = guest.connected("/cards/new")
    page.locator("[data-example]").first.click()
    return page


def unfold(page: Page, group: str) -> None:
    page.locator("summary", has_text=group).click()


def start(page: Page) -> Job:
    page.get_by_role("button", name="Create the card").click()
    page.wait_for_url("**/jobs/*")
    return Job.objects.get()


class TestPicture:
    def test_that_is_dropped_anywhere_is_shown_and_sent_with_the_form(self, page) -> None:
        assert page.evaluate(DROPS_TEXT)
        page.evaluate(DROP, ["knight.png", base64.b64encode(picture()).decode(), "main"])
        shown = page.get_by_alt_text("The picture that you chose")
        expect(shown).to_be_visible()
        assert shown.evaluate("(image) => image.decode().then(() => image.naturalWidth)") == 256
        expect(page.get_by_label("Avatar", exact=True)).to_have_value("upload")
        assert [] == faults(page)
        payload = start(page).payload
        assert ("upload", str(Asset.objects.get().pk)) == (payload["avatar"], payload["avatar_upload"])

    def test_that_is_none_is_refused_in_words_and_changes_nothing(self, page, guest) -> None:
        unfold(page, "Art and metadata")
        chosen = page.get_by_label("Uploaded avatar")
        chosen.set_input_files({"name": "notes.png", "mimeType": "image/png", "buffer": b"dear diary"})
        refused = page.locator("[data-refused]")
        expect(refused).to_have_text(
            "notes.png is not taken. The picture cannot be used: it is no PNG, JPEG, WEBP or GIF picture."
        )
        guest.complaints.clear()  # the browser says that it was refused
        assert [] == faults(page)
        chosen.set_input_files({"name": "knight.png", "mimeType": "image/png", "buffer": picture()})
        expect(page.get_by_alt_text("The picture that you chose")).to_be_visible()
        expect(refused).to_be_hidden()
        page.get_by_role("button", name="Take the picture away").click()
        expect(page.get_by_alt_text("The picture that you chose")).to_be_hidden()
        payload = start(page).payload
        assert ("placeholder", None) == (payload["avatar"], payload["avatar_upload"])


class TestBaseCard:
    def test_is_found_as_one_types_and_chosen_by_the_keyboard(self, page) -> None:
        unfold(page, "Run")
        search = page.get_by_role("combobox", name="Base card")
        search.fill("mirren")
        found = page.locator(".chooser-card")
        expect(found).to_have_count(1)
        expect(found.locator("img")).to_have_attribute("src", re.compile("/thumbnail"))
        search.press("ArrowDown")
        assert [] == faults(page)
        search.press("Enter")
        expect(page.locator("[data-name]")).to_have_text("Mirren Vale")
        expect(search).to_be_hidden()
        page.get_by_role("button", name="Choose another").click()
        search.fill("old")
        page.get_by_role("option", name="Old Tam").click()
        assert [] == faults(page)
        card = Card.objects.get(name="Old Tam")
        assert str(card.pk) == start(page).payload["base_card"]

    def test_says_when_there_is_none(self, page) -> None:
        unfold(page, "Run")
        search = page.get_by_role("combobox", name="Base card")
        search.fill("nobody of that name")
        expect(page.get_by_role("listbox", name="Your cards")).to_contain_text("No card of yours has these words")
        search.press("Escape")
        expect(page.get_by_role("listbox", name="Your cards")).to_be_hidden()
        assert start(page).payload["base_card"] is None


class TestWithoutScript:
    def test_both_are_plain_fields(self, browser, site) -> None:
        with visitor(browser, site, java_script_enabled=False) as guest:
            guest.sign_in()
            card = keep(guest.user.pk, named("Bo"))
            page = guest.open("/cards/new")
            page.get_by_label("Who is it?").fill("A miner under a mountain.")
            unfold(page, "Art and metadata")
            page.get_by_label("Uploaded avatar").set_input_files(
                {"name": "knight.png", "mimeType": "image/png", "buffer": picture()}
            )
            unfold(page, "Run")
            page.get_by_label("Base card").select_option(card.name)
            payload = start(page).payload
        assert (str(card.pk), str(Asset.objects.get().pk)) == (payload["base_card"], payload["avatar_upload"])
