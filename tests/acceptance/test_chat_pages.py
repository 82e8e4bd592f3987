"""Conversations in a real browser, over the served site, with a worker in this process."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from generation.llm.errors import Moderated
from generation.models import Conversation, Utterance
from generation.services.conversations.entering import add_utterance
from generation.services.conversations.speakers import person_of
from jobs.testing import drain
from tests.support.accessibility import faults
from tests.support.conversations import keep_character, talk
from tests.support.talker import Talker, talking
from tests.support.visitor import Visitor, visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PIECES = ("*Aria* looks up. ", "“By the **lower** road”, ", "she says.")
WHOLE = "Aria looks up. “By the lower road”, she says."


class Work:
    """A worker that answers when it is told to; with `pause`, the talker waits before that piece for `go_on`."""

    def __init__(self, pool: ThreadPoolExecutor, talker: Talker) -> None:
        self.talker = talker
        self.go_on = threading.Event()
        self.pause: int | None = None
        self.seconds = 0.0
        self._pool = pool
        self._under_way: list[Future[Any]] = []
        talker.between = self._between

    async def _between(self, number: int) -> None:
        if self.seconds and number:
            await asyncio.sleep(self.seconds)  # a model takes its time, and the worker hears of the stop
        if number == self.pause:
            assert await asyncio.to_thread(self.go_on.wait, 30)

    def answer(self) -> None:
        """Work off all turns."""
        self._pool.submit(drain).result(30)

    def begin(self, pause: int) -> None:
        """Answer up to a piece."""
        self.pause = pause
        self._under_way.append(self._pool.submit(drain))

    def finish(self) -> None:
        self.go_on.set()
        for future in self._under_way:
            future.result(30)


@pytest.fixture
def work() -> Iterator[Work]:
    with talking(*PIECES) as talker, ThreadPoolExecutor(1) as pool:
        made = Work(pool, talker)
        try:
            yield made
        finally:
            made.finish()


@pytest.fixture
def visit(guest: Visitor) -> Visitor:
    """Somebody signed in, as `visit.user`."""
    guest.sign_in()
    return guest


def said(page: Page) -> Locator:
    return page.locator(".said")


def last(page: Page) -> Locator:
    return said(page).last


def talk_to(visit: Visitor, name: str = "") -> Page:
    page = visit.connected(f"/conversations/{talk(visit.user, name).conversation.pk}")
    expect(page.locator(".chat-loading")).to_be_hidden()
    return page


def send(page: Page, message: str, count: int) -> None:
    """Say it, and wait until it stands there with a reply to come."""
    box = page.locator(".composer textarea")
    box.fill(message)
    box.press("Enter")
    expect(said(page)).to_have_count(count)
    expect(last(page)).to_have_attribute("data-state", "awaited")


class TestTalking:
    def test_begins_on_the_page_of_a_card_and_streams_the_reply(self, visit: Visitor, work: Work) -> None:
        card = keep_character(visit.user.pk)
        page = visit.open(f"/cards/{card.pk}")
        page.get_by_role("button", name="Chat with this card").click()
        expect(said(page)).to_have_count(1)
        expect(page.locator("#connection")).to_have_attribute("data-state", "connected")
        send(page, "Which way?", 3)
        work.begin(pause=2)
        expect(last(page).locator(".said-text")).to_have_text("Aria looks up. “By the lower road”,")
        expect(last(page).locator(".said-text em")).to_have_text("Aria")
        expect(last(page)).to_have_attribute("data-state", "awaited")
        work.finish()
        expect(last(page)).to_have_attribute("data-state", "written")
        expect(last(page).locator(".said-text")).to_have_text(WHOLE)
        expect(page.locator("[data-spoken]")).to_contain_text("she says.")
        expect(page.locator("#chat-title")).to_have_text("Which way?")
        expect(page.locator("[data-usage]")).to_have_text(", 30 tokens, $0")
        expect(page.locator(".toast")).to_have_count(0)
        assert [] == faults(page)

    def test_is_read_on_after_a_reload_in_the_middle(self, visit: Visitor, work: Work) -> None:
        page = talk_to(visit)
        send(page, "Which way?", 2)
        work.begin(pause=2)
        expect(last(page).locator(".said-text")).to_contain_text("lower road")
        page.reload()
        expect(last(page).locator(".said-text")).to_contain_text("lower road")
        work.finish()
        expect(last(page).locator(".said-text")).to_have_text(WHOLE)
        expect(said(page)).to_have_count(2)

    def test_takes_several_lines_and_a_second_message_meanwhile(self, visit: Visitor, work: Work) -> None:
        page = talk_to(visit)
        box = page.locator(".composer textarea")
        box.press_sequentially("One")
        box.press("Shift+Enter")
        box.press_sequentially("Two")
        box.press("Enter")
        expect(said(page).first.locator(".said-text")).to_have_text("OneTwo")
        expect(said(page).first.locator(".said-text br")).to_have_count(1)
        send(page, "Three", 4)
        expect(last(page).locator(".said-state")).to_have_text("waits for the reply before")
        work.answer()
        expect(page.locator(".said[data-state=written]")).to_have_count(4)

    def test_is_stopped_by_escape_and_keeps_what_was_written(self, visit: Visitor, work: Work) -> None:
        page = talk_to(visit)
        send(page, "Which way?", 2)
        work.talker.pieces, work.seconds = ("One ", *["and more "] * 1_000), 0.02
        work.begin(pause=1)
        expect(last(page).locator(".said-text")).to_have_text("One")
        expect(page.get_by_role("button", name="Stop the reply")).to_be_visible()
        page.keyboard.press("Escape")
        work.go_on.set()
        expect(last(page)).to_have_attribute("data-state", "stopped")
        expect(last(page).locator(".said-text")).to_contain_text("One and more")
        expect(page.get_by_role("button", name="Send", exact=True)).to_be_visible()

    def test_says_why_no_reply_came(self, visit: Visitor, work: Work) -> None:
        work.talker.faults = [Moderated("The provider objects.")]
        page = talk_to(visit)
        send(page, "Which way?", 2)
        work.answer()
        expect(last(page).locator(".said-error")).to_contain_text("The provider objects.")
        last(page).get_by_role("button", name="Write another reply").click()
        expect(last(page)).to_have_attribute("data-state", "awaited")
        work.answer()
        expect(last(page).locator(".said-text")).to_have_text(WHOLE)


class TestAlternatives:
    def test_are_written_and_gone_between(self, visit: Visitor, work: Work) -> None:
        page = talk_to(visit)
        send(page, "Which way?", 2)
        work.answer()
        expect(last(page)).to_have_attribute("data-state", "written")
        work.talker.pieces = ("The upper one.",)
        last(page).get_by_role("button", name="Write another reply").click()
        expect(last(page)).to_have_attribute("data-state", "awaited")
        work.answer()
        expect(last(page).locator(".said-text")).to_have_text("The upper one.")
        expect(last(page).locator(".said-count")).to_have_text("2 of 2")
        last(page).get_by_role("button", name="Previous alternative").click()
        expect(last(page).locator(".said-text")).to_have_text(WHOLE)
        expect(last(page).locator(".said-count")).to_have_text("1 of 2")
        assert [] == faults(page)

    def test_are_made_by_editing_what_one_said(self, visit: Visitor, work: Work) -> None:
        page = talk_to(visit)
        send(page, "Which way?", 2)
        work.answer()
        expect(last(page)).to_have_attribute("data-state", "written")
        said(page).first.get_by_role("button", name="Edit and send again").click()
        area = page.get_by_label("Your message")
        expect(area).to_have_value("Which way?")
        assert [] == faults(page)
        area.press("Escape")
        said(page).first.get_by_role("button", name="Edit and send again").click()
        area.fill("Which boat?")
        area.press("Enter")
        expect(said(page).first.locator(".said-text")).to_have_text("Which boat?")
        expect(last(page)).to_have_attribute("data-state", "awaited")
        work.answer()
        expect(last(page)).to_have_attribute("data-state", "written")
        said(page).first.get_by_role("button", name="Previous alternative").click()
        expect(said(page).first.locator(".said-text")).to_have_text("Which way?")


class TestHostileText:
    def test_is_text(self, visit: Visitor, work: Work) -> None:
        page = talk_to(visit)
        send(page, "Go on.", 2)
        work.talker.pieces = (
            "<img src=x onerror=\"document.title='taken'\"> <script>document.title='taken'</script>\n\n",
            "[x](javascript:document.title='taken') [y](https://example.org/y) ![z](https://example.org/z.png)\n\n",
            "```html\n<b>code</b>\n```\n\n- one\n- two\n\n| a | b |\n|---|---|\n| **c** | `d` |\n\n> quoted\n\n",
            "&lt;i&gt; " + "**a " * 3000 + "[" * 3000 + "`" * 3000,
        )
        work.answer()
        expect(last(page)).to_have_attribute("data-state", "written")
        text = last(page).locator(".said-text")
        expect(text).to_contain_text("<img src=x")
        expect(text).to_contain_text("[x](javascript:")
        expect(text).to_contain_text("&lt;i&gt;")
        expect(text.locator("img, script, iframe, style")).to_have_count(0)
        assert ["https://example.org/y", "https://example.org/z.png"] == text.locator("a").evaluate_all(
            "links => links.map((link) => link.href)"
        )
        expect(text.locator("a").first).to_have_attribute("rel", "noopener noreferrer nofollow")
        expect(text.locator("pre code")).to_have_text("<b>code</b>")
        expect(text.locator("ul li")).to_have_text(["one", "two"])
        expect(text.locator("td strong")).to_have_text("c")
        expect(text.locator("blockquote")).to_have_text("quoted")
        assert "taken" != page.title()


class TestConnection:
    def test_is_polled_while_sockets_are_refused(self, visit: Visitor, work: Work) -> None:
        there = talk(visit.user).conversation
        visit.context.route_web_socket("**/ws/**", lambda socket: socket.close())
        page = visit.open(f"/conversations/{there.pk}")
        expect(page.locator("#connection")).to_have_attribute("data-state", "polling", timeout=20_000)
        send(page, "Which way?", 2)
        work.answer()
        expect(last(page).locator(".said-text")).to_have_text(WHOLE, timeout=20_000)

    def test_that_fails_loses_no_message_and_says_it_once(self, visit: Visitor, work: Work) -> None:
        page = talk_to(visit)
        keys = []

        def lose_the_answer(route: Any) -> None:
            keys.append(route.request.headers["idempotency-key"])
            if len(keys) == 1:
                route.fetch()
                route.abort()
            else:
                route.continue_()

        page.route("**/api/v1/chat", lose_the_answer)
        box = page.locator(".composer textarea")
        box.fill("Which way?")
        box.press("Enter")
        expect(page.locator("[data-error]")).to_contain_text("cannot be reached")
        expect(box).to_have_value("Which way?")
        visit.complaints.clear()  # the browser says that it failed
        box.press("Enter")
        expect(box).to_have_value("")
        expect(page.locator("[data-error]")).to_be_hidden()
        expect(said(page)).to_have_count(2)
        assert (2, 1) == (len(keys), len(set(keys)))
        assert 2 == Utterance.objects.count()

    def test_says_that_what_was_said_could_not_be_fetched(self, visit: Visitor) -> None:
        there = talk(visit.user).conversation
        visit.context.route_web_socket("**/ws/**", lambda socket: socket.close())
        visit.context.route("**/api/v1/conversations/**", lambda route: route.abort())
        page = visit.open(f"/conversations/{there.pk}")
        expect(page.get_by_text("What was said could not be fetched.")).to_be_visible()
        visit.context.unroute("**/api/v1/conversations/**")
        page.get_by_role("button", name="Try again").click()
        expect(page.get_by_text("Nothing was said yet.")).to_be_visible()
        visit.complaints.clear()


class TestConversation:
    def test_that_is_long_is_read_back_to_its_beginning(self, visit: Visitor) -> None:
        there = talk(visit.user).conversation
        speaker, parent = person_of(visit.user), None
        for number in range(110):
            parent = add_utterance(there, parent, speaker=speaker, text=f"Line {number}.")
        page = visit.connected(f"/conversations/{there.pk}")
        expect(said(page)).to_have_count(100)
        expect(last(page)).to_be_in_viewport()
        first = said(page).first
        first.scroll_into_view_if_needed()
        page.get_by_role("button", name="Show what was said before").click()
        expect(said(page)).to_have_count(110)
        expect(page.get_by_role("button", name="Show what was said before")).to_be_hidden()
        expect(page.get_by_text("Line 10.", exact=True)).to_be_in_viewport()
        add_utterance(there, parent, speaker=speaker, text="Line 110.")
        expect(said(page)).to_have_count(111)
        expect(said(page).first.locator(".said-text")).to_have_text("Line 0.")
        page.get_by_role("button", name="Newest").click()
        expect(last(page)).to_be_in_viewport()

    def test_is_closed_and_opened_again(self, visit: Visitor) -> None:
        page = talk_to(visit, "Aria")
        page.locator("summary[aria-label^=What]").click()
        page.get_by_role("button", name="Close", exact=True).click()
        expect(page.get_by_text("You closed this conversation.")).to_be_visible()
        expect(page.locator(".composer")).to_be_hidden()
        expect(page.get_by_role("button", name="Rename", exact=True)).to_be_hidden()
        expect(page.locator(".chats-open")).to_be_hidden()
        page.get_by_role("button", name="Open it again").click()
        expect(page.locator(".composer")).to_be_visible()

    def test_says_why_it_cannot_be_opened_again(self, visit: Visitor) -> None:
        page = talk_to(visit, "Aria")
        there = Conversation.objects.get()
        talk(visit.user)
        assert there.bot.card is not None
        there.bot.card.delete()
        expect(page.get_by_text("Closed when you began to talk with Assistant.")).to_be_visible()
        page.get_by_role("button", name="Open it again").click()
        expect(page.locator("[data-error]")).to_contain_text("Aria")
        visit.complaints.clear()  # the browser says that it was refused

    def test_is_renamed_and_deleted_after_asking_once(self, visit: Visitor) -> None:
        page = talk_to(visit, "Aria")
        menu = page.locator("summary[aria-label^=What]")
        menu.click()
        page.get_by_role("button", name="Rename", exact=True).click()
        page.get_by_label("Title").fill("At the lake")
        page.get_by_role("button", name="Rename it").click()
        expect(page.locator("#chat-title")).to_have_text("At the lake")
        expect(page.locator(".chats-item[aria-current]")).to_contain_text("At the lake")
        menu.click()
        page.locator(".chat-head").get_by_role("button", name="Delete").click()
        page.get_by_role("button", name="Delete the conversation").click()
        page.wait_for_url("**/conversations")
        expect(page.get_by_text("No conversations yet.")).to_be_visible()

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_fits_a_phone_and_names_every_control(self, browser: Any, site: Any, work: Work, scheme: Any) -> None:
        with visitor(
            browser, site, viewport={"width": 360, "height": 740}, color_scheme=scheme, has_touch=True, is_mobile=True
        ) as visit:
            visit.sign_in()
            page = talk_to(visit, "Aria")
            box = page.locator(".composer textarea")
            box.fill("word" * 300)
            page.get_by_role("button", name="Send", exact=True).tap()
            expect(said(page)).to_have_count(3)
            work.talker.pieces = ("```\n" + "wide" * 200 + "\n```",)
            work.answer()
            expect(last(page)).to_have_attribute("data-state", "written")
            assert 360 == page.evaluate("document.documentElement.scrollWidth")
            assert 740 == page.evaluate("document.documentElement.scrollHeight")
            assert [] == faults(page)
            page.get_by_role("link", name="All conversations").tap()
            page.wait_for_url("**/conversations")  # until its styles are there
            expect(page.get_by_role("heading", name="Chat")).to_be_visible()
            assert 360 == page.evaluate("document.documentElement.scrollWidth")
            assert [] == faults(page)
