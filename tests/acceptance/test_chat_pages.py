"""Conversations in a real browser, over the served site, with a worker in this process."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from generation.llm.errors import Moderated
from generation.llm.offline.provider import ANALYSIS_MODEL, CREATIVE_MODEL
from generation.models import Conversation, Utterance
from generation.services.conversations.deleting import delete_conversation
from generation.services.conversations.entering import add_utterance
from generation.services.conversations.speakers import person_of
from jobs.models import Job
from jobs.queue.rescue import rescue
from jobs.testing import drain
from tests.support.accessibility import faults
from tests.support.conversations import keep_character, talk
from tests.support.queue import expire
from tests.support.talker import Talker, talking
from tests.support.visitor import Visitor, visitor
from tests.support.waiting import wait_for

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


def hold(page: Page, pattern: str) -> list[Any]:
    """The requests to `pattern` from now on; none goes on by itself."""
    held: list[Any] = []

    def keep(route: Any) -> None:
        held.append(route)

    page.route(pattern, keep)
    return held


def first_of(page: Page, held: list[Any]) -> Any:
    """The one request that was held, once the browser has told of it."""
    wait_for(lambda: page.evaluate("true") and held, what="a request that is held")
    (route,) = held
    return route


def say(page: Page, message: str) -> None:
    box = page.locator(".composer textarea")
    box.fill(message)
    box.press("Enter")


def send(page: Page, message: str, count: int) -> None:
    """Say it, and wait until it stands there with a reply to come."""
    say(page, message)
    expect(said(page)).to_have_count(count)
    expect(last(page)).to_have_attribute("data-state", "awaited")


def long_talk(visit: Visitor, lines: int) -> Conversation:
    there = talk(visit.user).conversation
    speaker, parent = person_of(visit.user), None
    for number in range(lines):
        parent = add_utterance(there, parent, speaker=speaker, text=f"Line {number}.")
    return there


# Counts what is drawn in the things said until now, and how often the page asks how long it is.
WATCH = """() => {
  const counts = document.documentElement;
  counts.drawn = 0;
  counts.measured = 0;
  const observer = new MutationObserver((changes) => { counts.drawn += changes.length; });
  for (const said of document.querySelectorAll(".said")) {
    observer.observe(said, { childList: true, subtree: true, attributes: true, characterData: true });
  }
  const { get } = Object.getOwnPropertyDescriptor(Element.prototype, "scrollHeight");
  Object.defineProperty(Element.prototype, "scrollHeight", {
    get() {
      counts.measured += 1;
      return get.call(this);
    },
  });
}"""


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

    def test_is_stopped_one_reply_at_a_time(self, visit: Visitor, work: Work) -> None:
        page = talk_to(visit)
        send(page, "Which way?", 2)
        send(page, "And when?", 4)
        work.talker.pieces, work.seconds = ("One ", *["and more "] * 1_000), 0.02
        work.begin(pause=1)
        expect(said(page).nth(1).locator(".said-text")).to_have_text("One")
        with page.expect_response("**/stop"):
            page.keyboard.press("Escape")
        work.talker.pieces = PIECES
        work.go_on.set()
        expect(said(page).nth(1)).to_have_attribute("data-state", "stopped")
        expect(last(page)).to_have_attribute("data-state", "written")
        expect(last(page).locator(".said-text")).to_have_text(WHOLE)

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


# How often the message stands on the page, at most, whenever anything of it was drawn.
MOST = """(text) => {
  const scroll = document.querySelector(".chat-scroll");
  const there = () => [...scroll.querySelectorAll(".said-text")].filter((each) => each.textContent === text).length;
  window.most = there();
  new MutationObserver(() => { window.most = Math.max(window.most, there()); })
    .observe(scroll, { childList: true, subtree: true });
}"""


class TestLostWorker:
    def test_is_said_beside_the_reply_until_it_is_there(self, visit: Visitor, work: Work) -> None:
        page = talk_to(visit)
        send(page, "Which way?", 2)
        work.begin(pause=2)
        expect(last(page).locator(".said-text")).to_contain_text("lower road")
        again = last(page).get_by_role("status")
        expect(again).to_have_text("")
        expire(Job.objects.get().pk)
        assert 1 == rescue()
        expect(again).to_have_text("The worker was lost; this is written again.")
        assert [] == faults(page)
        page.reload()
        expect(again).to_have_text("The worker was lost; this is written again.")
        work.finish()
        work.answer()
        expect(last(page).locator(".said-text")).to_have_text(WHOLE)
        expect(last(page)).to_have_attribute("data-state", "written")
        expect(again).to_have_text("")


class TestSending:
    def test_is_seen_at_once_and_gives_way_to_what_was_said(self, visit: Visitor, work: Work) -> None:
        page = talk_to(visit)
        held = hold(page, "**/api/v1/chat")
        page.evaluate(MOST, "Which way?")
        expect(page.locator(".chat-empty")).to_be_visible()
        say(page, "Which way?")
        sending = page.locator(".sending")
        expect(sending).to_contain_text("Sending…")
        expect(sending.locator(".said-text")).to_have_text("Which way?")
        expect(sending).to_have_attribute("aria-busy", "true")
        expect(sending).to_be_in_viewport()
        expect(page.locator(".chat-empty")).to_be_hidden()
        assert [] == faults(page)
        first_of(page, held).continue_()
        expect(said(page)).to_have_count(2)
        expect(sending).to_have_count(0)
        assert 1 == page.evaluate("window.most")

    def test_gives_way_when_the_socket_tells_before_the_answer(self, visit: Visitor, work: Work) -> None:
        page = talk_to(visit)
        answers: list[tuple[Any, Any]] = []
        page.evaluate(MOST, "Yes.")
        for count in (2, 4):
            held = hold(page, "**/api/v1/chat")
            say(page, "Yes.")
            expect(page.locator(".sending")).to_have_count(1)
            route = first_of(page, held)
            answers.append((route, route.fetch()))
            expect(said(page)).to_have_count(count)
            expect(page.locator(".sending")).to_have_count(0)
        assert 2 == page.evaluate("window.most")
        for route, answer in answers:
            route.fulfill(response=answer)
        expect(page.locator("[data-error]")).to_be_hidden()
        expect(page.locator(".composer textarea")).to_have_value("")
        assert 4 == said(page).count()

    def test_that_fails_is_taken_back_with_its_words(self, visit: Visitor) -> None:
        page = talk_to(visit)
        held = hold(page, "**/api/v1/chat")
        say(page, "Which way?")
        expect(page.locator(".sending")).to_have_count(1)
        first_of(page, held).abort()
        expect(page.locator(".sending")).to_have_count(0)
        expect(page.locator(".composer textarea")).to_have_value("Which way?")
        expect(page.locator("[data-error]")).to_contain_text("cannot be reached")
        expect(page.locator(".chat-empty")).to_be_visible()
        visit.complaints.clear()  # the browser says that it failed


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


class TestConversationsBeside:
    def test_follow_what_is_said_here_and_elsewhere(self, visit: Visitor, work: Work) -> None:
        older = talk(visit.user).conversation
        talk(visit.user, "Aria")
        page = visit.connected(f"/conversations/{older.pk}")
        page.locator(".chat-closed").get_by_role("button", name="Open it again").click()
        titles = page.locator(".chats-title")
        expect(page.locator(".chats-open:visible")).to_have_count(1)
        send(page, "Which way?", 2)
        expect(titles).to_have_text(["Which way?", "Aria"])
        expect(page.locator(".chats-item[aria-current]")).to_have_text(re.compile("Which way"))
        assert [] == faults(page)

        page.locator(".chats-item").last.focus()
        talk(visit.user, "Bea")
        expect(titles).to_have_text(["Bea", "Which way?", "Aria"])
        expect(page.locator(".chats-item").last).to_be_focused()

    def test_follow_what_is_deleted(self, visit: Visitor, work: Work) -> None:
        here = talk(visit.user).conversation
        other = talk(visit.user, "Aria").conversation
        page = visit.connected(f"/conversations/{here.pk}")
        titles = page.locator(".chats-title")
        expect(titles).to_have_count(2)
        delete_conversation(visit.user, other.pk)
        page.evaluate("window.dispatchEvent(new Event('focus'))")
        expect(titles).to_have_text(["Assistant"])
        talk(visit.user, "Bea")
        page.evaluate("window.dispatchEvent(new Event('focus'))")
        expect(titles).to_have_text(["Bea", "Assistant"])
        delete_conversation(visit.user, here.pk)
        expect(titles).to_have_text(["Bea"])


class TestPressingTwice:
    @pytest.mark.parametrize("name", ["Write another reply", "Previous alternative", "Edit and send again"])
    def test_does_it_once(self, visit: Visitor, work: Work, name: str) -> None:
        page = talk_to(visit)
        send(page, "Which way?", 2)
        work.answer()
        last(page).get_by_role("button", name="Write another reply").click()
        expect(last(page).locator(".said-count")).to_have_text("2 of 2")
        work.answer()
        expect(last(page)).to_have_attribute("data-state", "written")
        held = hold(page, "**/api/v1/utterances/**")
        button = page.get_by_role("button", name=name)
        if name.startswith("Edit"):
            button.click()
            button = page.get_by_role("button", name="Send again")
        button.focus()
        for _ in range(2):
            page.keyboard.press("Enter")
        expect(button).to_have_attribute("aria-disabled", "true")
        expect(button).to_be_focused()
        assert [] == faults(page)
        with page.expect_response("**/api/v1/conversations/**"):
            first_of(page, held).continue_()
        expect(page.locator(".said [aria-disabled=true]")).to_have_count(0)
        expect(page.locator(".said :focus")).to_have_count(1)

    def test_stops_one_reply(self, visit: Visitor, work: Work) -> None:
        page = talk_to(visit)
        send(page, "Which way?", 2)
        held = hold(page, "**/stop")
        button = page.get_by_role("button", name="Stop the reply")
        button.click()
        expect(button).to_have_attribute("aria-busy", "true")
        button.click(force=True)
        page.keyboard.press("Escape")
        expect(page.locator(".said")).to_have_count(2)
        with page.expect_response("**/api/v1/conversations/**"):
            first_of(page, held).continue_()
        expect(page.locator(".composer [aria-busy]")).to_have_count(0)


class TestGreetings:
    def test_are_gone_between_until_somebody_answers(self, visit: Visitor) -> None:
        page = talk_to(visit, "Aria")
        expect(said(page).locator(".said-count")).to_have_text("1 of 2")
        following = page.get_by_role("button", name="Next alternative")
        following.focus()
        page.keyboard.press("Enter")
        expect(said(page).locator(".said-text")).to_have_text("Later.")
        expect(said(page).locator(".said-count")).to_have_text("2 of 2")
        expect(page.get_by_role("button", name="Previous alternative")).to_be_focused()
        assert [] == faults(page)
        send(page, "Which way?", 3)
        expect(said(page).first.locator(".said-others")).to_be_hidden()
        assert 1 == Conversation.objects.get().greeting

    def test_are_chosen_on_the_page_of_a_card(self, visit: Visitor) -> None:
        card = keep_character(visit.user.pk)
        page = visit.open(f"/cards/{card.pk}")
        page.get_by_role("tab", name="Alternate 1").click()
        page.get_by_role("button", name="Begin a chat with this").click()
        expect(said(page).locator(".said-text")).to_have_text("Later.")


class TestManner:
    def test_is_chosen_and_holds_after_a_reload(self, visit: Visitor, work: Work) -> None:
        page = talk_to(visit)
        button = page.get_by_role("button", name="How replies are written")
        expect(button).to_contain_text(CREATIVE_MODEL)
        button.click()
        assert [] == faults(page)
        page.get_by_label("Model").select_option(ANALYSIS_MODEL)
        page.get_by_label("Temperature").fill("0.3")
        page.get_by_label("Most that a reply may cost").fill("0.05")
        page.get_by_role("button", name="Use these").click()
        expect(button).to_contain_text(ANALYSIS_MODEL)
        expect(button).to_be_focused()
        page.reload()
        expect(page.locator(".chat-loading")).to_be_hidden()
        button.click()
        expect(page.get_by_label("Model")).to_have_value(ANALYSIS_MODEL)
        expect(page.get_by_label("Temperature")).to_have_value("0.3")
        expect(page.get_by_label("Most that a reply may cost")).to_have_value("0.05")
        page.get_by_label("Temperature").fill("")
        page.get_by_role("button", name="Use these").click()
        expect(page.locator("#manner-dialog")).to_be_hidden()
        send(page, "Which way?", 2)
        work.answer()
        expect(last(page).locator(".said-usage")).to_have_text(f"{ANALYSIS_MODEL}, 30 tokens, $0")
        assert (ANALYSIS_MODEL, 0.8) == (work.talker.asked[0].model, work.talker.asked[0].temperature)
        assert 50_000_000 == Job.objects.get().max_cost_nano

    def test_that_the_site_does_not_take_is_said_at_its_field(self, visit: Visitor, work: Work) -> None:
        page = talk_to(visit)
        Conversation.objects.update(model="gone-1")
        page.reload()
        expect(page.locator(".chat-loading")).to_be_hidden()
        page.get_by_role("button", name="How replies are written").click()
        expect(page.get_by_label("Model")).to_have_value("gone-1")
        page.get_by_role("button", name="Use these").click()
        expect(page.locator("#manner-model-error")).to_contain_text("This site does not offer it")
        expect(page.get_by_label("Model")).to_be_focused()
        assert [] == faults(page)
        page.get_by_label("Model").select_option("")
        page.get_by_role("button", name="Use these").click()
        expect(page.locator("#manner-dialog")).to_be_hidden()
        assert "" == Conversation.objects.get().model
        visit.complaints.clear()  # the browser says that it was refused


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

    @pytest.mark.parametrize("begun", ["", "|-|"], ids=["spaces", "spaces-of-a-table"])
    def test_costs_no_more_than_long_text(self, visit: Visitor, begun: str) -> None:
        there = talk(visit.user).conversation
        add_utterance(there, None, speaker=person_of(visit.user), text="a | b\n" + begun + " " * 200_000 + "x")
        page = visit.connected(f"/conversations/{there.pk}")
        expect(last(page).locator(".said-text")).to_contain_text("x")


# Every beginning of a text, one after the other in one place, and each on its own: where they differ.
GROW = """async ([text, step]) => {
  const { WrittenText } = await import("/static/js/written-text.js");
  const grown = document.createElement("div");
  const growing = new WrittenText(grown);
  const differ = [];
  for (let end = 0; end <= text.length; end += step) {
    const whole = document.createElement("div");
    growing.show(text.slice(0, end));
    new WrittenText(whole).show(text.slice(0, end));
    if (grown.innerHTML !== whole.innerHTML) differ.push(text.slice(0, end));
  }
  return differ;
}"""
# How many blocks are taken away while a text grows by one line after the other.
TAKEN = """async (lines) => {
  const { WrittenText } = await import("/static/js/written-text.js");
  const element = document.createElement("div");
  const written = new WrittenText(element);
  const observer = new MutationObserver(() => {});
  observer.observe(element, { childList: true });
  for (let count = 1; count <= lines; count += 1) {
    written.show(Array.from({ length: count }, (_, number) => `Line **${number}**.`).join("\\n\\n"));
  }
  const taken = observer.takeRecords().reduce((sum, record) => sum + record.removedNodes.length, 0);
  return [taken, element.children.length];
}"""
EVERYTHING = """First *line*
second line
- one
- two

  still two
- three
1. other
2. list

   > quoted

Then | a table
|---|---|
| a | b |
no table
# Heading
```py
code = "# no heading"

- no item
```
***
> quote
> - item

~~~
unclosed
- item
"""


class TestGrowingText:
    def test_is_at_each_point_what_it_would_be_at_once(self, visit: Visitor) -> None:
        page = talk_to(visit)
        for text in (EVERYTHING, EVERYTHING.replace("\n", "\r\n")):
            assert [] == page.evaluate(GROW, [text, 1])

    def test_begins_anew_where_it_is_another(self, visit: Visitor) -> None:
        page = talk_to(visit)
        assert "<p>b</p>" == page.evaluate("""async () => {
          const { WrittenText } = await import("/static/js/written-text.js");
          const element = document.createElement("div");
          const written = new WrittenText(element);
          for (const text of ["a\\n\\nb\\n\\nc\\n\\nd", "b"]) written.show(text);
          return element.innerHTML;
        }""")

    def test_that_is_long_is_made_anew_at_its_end_only(self, visit: Visitor) -> None:
        taken, there = talk_to(visit).evaluate(TAKEN, 1000)
        assert 1000 == there
        assert taken <= 2 * 1000


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

    def test_that_fails_after_a_message_was_taken_does_not_offer_it_again(self, visit: Visitor, work: Work) -> None:
        page = talk_to(visit)
        page.route("**/api/v1/conversations/**", lambda route: route.abort())
        send(page, "Which way?", 2)
        expect(page.locator(".composer textarea")).to_have_value("")
        expect(page.locator("[data-error]")).to_be_hidden()
        said(page).first.get_by_role("button", name="Edit and send again").click()
        with page.expect_request_finished(lambda request: request.url.endswith("/edit")):
            page.get_by_label("Your message").press("Enter")
        expect(page.get_by_label("Your message")).to_have_count(0)
        expect(said(page).first.locator(".said-count")).to_have_text("2 of 2")
        assert 4 == Utterance.objects.count()
        visit.complaints.clear()  # the browser says that it failed

    def test_that_fails_keeps_each_message_under_way_apart(self, visit: Visitor, work: Work) -> None:
        page = talk_to(visit)
        keys: list[str] = []
        held: list[Any] = []

        def hold(route: Any) -> None:
            keys.append(route.request.headers["idempotency-key"])
            if len(keys) <= 2:
                held.append(route)
            else:
                route.continue_()

        page.route("**/api/v1/chat", hold)
        box = page.locator(".composer textarea")
        for message in ("Yes.", "Yes."):
            with page.expect_request("**/api/v1/chat"):
                box.fill(message)
                box.press("Enter")
        expect(box).to_have_value("")
        held[0].continue_()
        expect(said(page)).to_have_count(2)
        held[1].fetch()
        held[1].abort()
        expect(box).to_have_value("Yes.")
        box.press("Enter")
        expect(page.locator("[data-error]")).to_be_hidden()
        expect(said(page)).to_have_count(4)
        assert keys[0] != keys[1] == keys[2]
        assert 4 == Utterance.objects.count()
        visit.complaints.clear()  # the browser says that it failed

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

    def test_that_is_long_is_read_back_a_page_at_a_time(self, visit: Visitor) -> None:
        there = long_talk(visit, 250)
        page = visit.connected(f"/conversations/{there.pk}")
        earlier = page.get_by_role("button", name="Show what was said before")
        for count in (100, 200, 250):
            expect(said(page)).to_have_count(count)
            expect(said(page).first.locator(".said-text")).to_have_text(f"Line {250 - count}.")
            if count < 250:
                earlier.click()
        expect(earlier).to_be_hidden()

    def test_that_is_long_is_drawn_anew_only_where_it_changed(self, visit: Visitor, work: Work) -> None:
        there = long_talk(visit, 90)
        page = visit.connected(f"/conversations/{there.pk}")
        expect(said(page)).to_have_count(90)
        page.evaluate(WATCH)
        send(page, "Which way?", 92)
        work.answer()
        expect(last(page)).to_have_attribute("data-state", "written")
        assert 0 == page.evaluate("document.documentElement.drawn")
        assert page.evaluate("document.documentElement.measured") < 90

    def test_that_is_long_is_measured_once_for_all_of_a_page(self, visit: Visitor) -> None:
        there = long_talk(visit, 190)
        page = visit.connected(f"/conversations/{there.pk}")
        expect(said(page)).to_have_count(100)
        page.evaluate(WATCH)
        page.get_by_role("button", name="Show what was said before").click()
        expect(said(page)).to_have_count(190)
        assert 0 < page.evaluate("document.documentElement.measured") < 20

    def test_says_that_its_cost_is_not_known(self, visit: Visitor) -> None:
        there = talk(visit.user).conversation
        first = add_utterance(there, None, speaker=person_of(visit.user), text="Hello?")
        add_utterance(there, first, speaker=there.bot, text="Well", job_id=uuid4(), input_tokens=20, output_tokens=10)
        page = visit.connected(f"/conversations/{there.pk}")
        expect(page.locator("[data-usage]")).to_have_text(", 30 tokens, cost not known")

    def test_that_was_deleted_elsewhere_says_so(self, visit: Visitor) -> None:
        page = talk_to(visit)
        delete_conversation(visit.user, Conversation.objects.get().pk)
        expect(page.get_by_text("This conversation was deleted.")).to_be_visible()
        expect(page.locator(".composer")).to_be_hidden()
        assert [] == faults(page)
        page.locator("[data-gone]").get_by_role("link", name="All conversations").click()
        page.wait_for_url("**/conversations")

    def test_that_was_deleted_elsewhere_says_so_while_sockets_are_refused(self, visit: Visitor) -> None:
        there = talk(visit.user).conversation
        visit.context.route_web_socket("**/ws/**", lambda socket: socket.close())
        page = visit.open(f"/conversations/{there.pk}")
        expect(page.locator("#connection")).to_have_attribute("data-state", "polling", timeout=20_000)
        delete_conversation(visit.user, there.pk)
        expect(page.get_by_text("This conversation was deleted.")).to_be_visible(timeout=20_000)
        visit.complaints.clear()  # the browser says that it was not found

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

    def test_cuts_a_long_name_in_the_field_on_a_phone(self, browser: Any, site: Any) -> None:
        with visitor(browser, site, viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True) as visit:
            visit.sign_in()
            page = talk_to(visit, "Aria of the Lake and of the Seven Upper and Lower Roads")
            box = page.locator(".composer textarea")
            assert box.evaluate("box => box.scrollHeight <= box.clientHeight && box.clientHeight < 40")
            assert "ellipsis" == box.evaluate("box => getComputedStyle(box, '::placeholder').textOverflow")
            box.fill("word " * 50)
            assert box.evaluate("box => box.clientHeight > 80")

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
