"""The pages in a real browser, over the served site, with a worker in this process."""

from __future__ import annotations

import base64
import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import expect

from accounts.models import User
from generation.cards.card import Book, BookEntry, CardData
from generation.models import Card, Document
from jobs.errors import PermanentError
from jobs.handlers import Complete
from jobs.queue import control
from jobs.queue.children import Span
from jobs.queue.join_policy import EVERY_OUTCOME
from jobs.states import AttemptOutcome
from jobs.testing import drain, enqueue, scripted
from tests.support.accessibility import faults
from tests.support.card_files import V1, as_json, as_png, v2
from tests.support.cards import keep
from tests.support.documents import keep_document
from tests.support.dropping import DROP
from tests.support.queue import child, children_of, end_child, paid, running, settled
from tests.support.users import make_user
from tests.support.visitor import visitor
from tests.support.waiting import wait_for

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STORY = CardData(name="Ada Flint", description="She digs.", scenario="A mine.", first_mes="Hello.")
WORDS = "The mist had not yet left the clearing. “Sit,” he said. 🌲 "
MILL = "The mill at Harrow burned on 3 May 1891. Edith Marlow rebuilt the mill with her own money.\n"


@pytest.fixture
def visit(guest):
    """Somebody signed in, as `visit.user`."""
    guest.sign_in()
    return guest


class Work:
    """A scripted job that waits for the test between its step and its end."""

    def __init__(self) -> None:
        self.go_on = threading.Event()

    async def __call__(self, ctx, payload):
        async def write():
            for piece in WORDS.split(" "):
                await ctx.stream("outline", piece + " ")
            await ctx.flush()
            await ctx.progress(40, "Writing the outline")
            await ctx.read(self.go_on.wait, 30)
            return {}

        await ctx.step("outline", {}, write)
        await ctx.log("looked twice", "warning")
        return Complete({"ok": True})


@pytest.fixture
def working():
    """Runs a worker in a thread while the test looks; `go_on` lets its job finish."""
    work = Work()
    with scripted(work), ThreadPoolExecutor(1) as pool:
        running = []

        def start():
            running.append(pool.submit(drain))
            return work.go_on

        try:
            yield start
        finally:
            work.go_on.set()
            for future in running:
                future.result(30)


class TestJobPage:
    def test_shows_steps_words_progress_and_the_end_as_they_happen(self, visit, working) -> None:
        job = enqueue(visit.user.pk, title="A knight")
        page = visit.connected(f"/jobs/{job.pk}")
        go_on = working()
        expect(page.locator(".step[data-state=running]")).to_have_text("Outline, running")
        expect(page.locator("#stream .stream")).to_have_text(WORDS.strip())
        expect(page.locator(".job-head progress")).to_have_attribute("value", "40")
        expect(page.locator("[data-progress-message]")).to_have_text("Writing the outline")
        go_on.set()
        expect(page.locator("[data-job-badge] .badge")).to_have_attribute("data-status", "completed")
        expect(page.locator(".job-head progress")).to_have_attribute("value", "100")
        expect(page.locator(".log-line[data-level=warning] .log-text")).to_have_text("looked twice")
        expect(page.locator("#stream")).to_be_hidden()
        shown = [int(text) for text in page.locator(".log-lines .log-seq").all_inner_texts()]
        assert sorted(set(shown)) == shown

    def test_shows_no_written_words_as_being_written_once_the_next_step_begins(self, visit) -> None:
        go_on = threading.Event()

        async def work(ctx, payload):
            async def write():
                await ctx.stream("outline", WORDS)
                await ctx.flush()
                return {}

            async def think():
                await ctx.read(go_on.wait, 30)
                return {}

            await ctx.step("outline", {}, write)
            await ctx.step("profile", {}, think)
            return Complete({})

        with scripted(work), ThreadPoolExecutor(1) as pool:
            job = enqueue(visit.user.pk)
            page = visit.connected(f"/jobs/{job.pk}")
            try:
                running = pool.submit(drain)
                expect(page.locator(".step[data-state=running]")).to_have_text("Profile, running")
                expect(page.locator("#stream")).to_be_hidden()
            finally:
                go_on.set()
            running.result(30)

    def test_asks_again_only_once_it_was_answered(self, visit, working) -> None:
        """Else the older of two answers might come last, and stay."""
        job = enqueue(visit.user.pk)
        page = visit.open("about:blank")
        page.clock.install()
        asked = []

        def answer(route):
            if "hx-request" in route.request.headers:
                asked.append(route)
            else:
                route.continue_()

        page.route(f"**/jobs/{job.pk}", answer)
        page.goto(f"/jobs/{job.pk}")
        expect(page.locator("#connection")).to_have_attribute("data-state", "connected")
        go_on = working()
        wait_for(lambda: page.clock.run_for(100) or asked, what="the first question")
        go_on.set()
        expect(page.locator("[data-job-badge] .badge")).to_have_attribute("data-status", "completed")
        page.clock.run_for(1000)
        expect(page.locator(".log-line[data-level=warning]")).to_have_count(1)
        page.evaluate("fetch('/healthz')")  # a request after any that the page has made
        (first,) = asked
        first.continue_()
        wait_for(lambda: page.clock.run_for(100) or asked[1:], what="the second question")
        asked[1].continue_()
        expect(page.locator(".step[data-state=done]")).to_have_count(1)

    def test_says_of_no_running_job_that_it_waits_however_late_the_server_answers(self, visit, working) -> None:
        job = enqueue(visit.user.pk)
        page = visit.connected(f"/jobs/{job.pk}")
        waiting = [page.get_by_text(words) for words in ("Waits for a worker", "No worker has taken it")]
        for told in waiting:
            expect(told).to_be_visible()
        asked = []

        def answer(route):
            asked.append(route)
            if len(asked) > 1:
                route.continue_()

        page.route(f"**/jobs/{job.pk}", answer)
        with page.expect_request(f"**/jobs/{job.pk}"):
            working()
        expect(page.locator("#stream .stream")).to_have_text(WORDS.strip())
        for told in waiting:
            expect(told).to_be_hidden()
        asked[0].continue_()
        expect(page.locator(".step[data-state=running]")).to_have_text("Outline, running")

    def test_shows_the_whole_text_under_way_to_one_who_comes_late(self, visit, working) -> None:
        job = enqueue(visit.user.pk)
        early = visit.connected(f"/jobs/{job.pk}")
        working()
        expect(early.locator("#stream .stream")).to_have_text(WORDS.strip())
        late = visit.connected(f"/jobs/{job.pk}")
        expect(late.locator("#stream .stream")).to_have_text(WORDS.strip())

    def test_catches_up_after_the_connection_was_gone(self, visit, working) -> None:
        job = enqueue(visit.user.pk)
        page = visit.connected(f"/jobs/{job.pk}")
        go_on = working()
        expect(page.locator(".step[data-state=running]")).to_have_count(1)
        visit.context.set_offline(True)
        go_on.set()
        visit.context.set_offline(False)
        expect(page.locator("[data-job-badge] .badge")).to_have_attribute("data-status", "completed", timeout=20_000)
        expect(page.locator(".log-line[data-level=warning]")).to_have_count(1)
        visit.complaints.clear()  # the browser says that it was offline

    def test_names_every_control_and_heads_every_part(self, visit) -> None:
        with scripted(), ThreadPoolExecutor(1) as pool:
            job = enqueue(visit.user.pk)
            pool.submit(drain).result(30)
        assert [] == faults(visit.connected(f"/jobs/{job.pk}"))

    def test_cancels_after_asking_once_and_retries(self, visit) -> None:
        with scripted():
            job = enqueue(visit.user.pk)
            page = visit.connected(f"/jobs/{job.pk}")
            page.get_by_role("button", name="Cancel").click()
            expect(page.get_by_role("dialog")).to_have_accessible_name(f"Cancel “{job.title or job.kind}”?")
            page.get_by_role("button", name="Keep it").click()
            expect(page.locator("[data-job-badge] .badge")).to_have_attribute("data-status", "pending")
            page.get_by_role("button", name="Cancel").click()
            page.get_by_role("button", name="Cancel the job").click()
            expect(page.locator("[data-job-badge] .badge")).to_have_attribute("data-status", "cancelled")
            page.get_by_role("button", name="Retry").click()
            expect(page.locator("[data-job-badge] .badge")).to_have_attribute("data-status", "pending")

    def test_never_runs_what_a_model_wrote(self, visit) -> None:
        evil = "<img src=x onerror=\"document.title='taken'\">"

        async def write(ctx, payload):
            await ctx.stream("outline", evil)
            await ctx.log(evil)
            raise PermanentError(evil)

        with scripted(write), ThreadPoolExecutor(1) as pool:
            job = enqueue(visit.user.pk, title=evil)
            page = visit.connected(f"/jobs/{job.pk}")
            pool.submit(drain).result(30)
            expect(page.locator(".notice-failed .cause")).to_have_text(evil)
            expect(page.locator(".log-line[data-level=info] .log-text").filter(has_text=evil)).to_have_count(1)
            assert "taken" != page.title()
            assert 0 == page.locator("img[src=x]").count()


class TestParts:
    def test_are_cells_that_follow_the_work_and_tell_of_what_failed(self, visit):
        children = [child(span=Span(index, 10 * index, 10 * index + 10)) for index in range(30)]
        custodian = running(owner_id=visit.user.pk)
        parent = settled(custodian, AttemptOutcome.FANNED_OUT, children=children, join=EVERY_OUTCOME)
        page = visit.connected(f"/jobs/{parent.pk}")
        expect(page.locator(".chunk-map .chunk")).to_have_count(30)
        end_child(children_of(parent)[0], AttemptOutcome.FAILED, error_class="E", message="The model went away.")
        failed = page.locator(".chunk-map .chunk[data-state=f]")
        expect(failed).to_have_count(1)
        failed.focus()
        expect(page.locator(".part-panel")).to_contain_text("The model went away.")
        expect(failed).to_have_attribute(
            "title", re.compile(r"^Part 1 failed characters 0 to 10, attempt \d of \d(, \$0)? The model went away\.$")
        )
        assert [] == faults(page)
        assert [] == visit.complaints

    def test_tell_while_they_run_what_they_cost_and_how_many_are_done(self, visit):
        children = [child(span=Span(index, 10 * index, 10 * index + 10)) for index in range(4)]
        custodian = running(owner_id=visit.user.pk, max_cost_nano=50_000_000)
        parent = settled(custodian, AttemptOutcome.FANNED_OUT, children=children, join=EVERY_OUTCOME)
        first, second, *_ = children_of(parent)
        page = visit.connected(f"/jobs/{parent.pk}")
        cost = page.locator("[data-told=cost]")
        expect(cost).to_have_text("$0 of $0.05")
        for part, so_far, percent in ((first, "$0.0084 of $0.05", "25"), (second, "$0.02 of $0.05", "50")):
            paid(part, 8_400_000)
            end_child(part)
            expect(cost).to_have_text(so_far)
            expect(page.locator(".job-head progress")).to_have_attribute("value", percent)
        expect(page.locator("[data-told=tokens]")).to_have_text("2,000 in, 200 out")
        expect(page.locator("#parts-words")).to_have_text(
            re.compile(r"^2 of 4 done, .* a (second|minute|hour), about ")
        )
        expect(page.locator("[data-progress-message]")).to_be_empty()
        assert [] == visit.complaints


class TestDocument:
    def test_is_dropped_asked_and_reported_with_the_passage_behind_a_finding(self, visit):
        page = visit.open("/documents/new")
        page.set_input_files(
            "input[type=file]", {"name": "mill.txt", "mimeType": "text/plain", "buffer": MILL.encode()}
        )
        page.get_by_role("radio", name="Questions").check()
        page.get_by_role("textbox", name="Questions").fill("Who rebuilt the mill?")
        expect(page.get_by_role("textbox", name="Instruction")).to_be_hidden()
        assert [] == faults(page)
        page.get_by_role("button", name="Analyse the document").click()
        page.wait_for_url("**/jobs/*")
        with ThreadPoolExecutor(1) as pool:
            pool.submit(drain).result(30)
        page.get_by_role("link", name="Read the report").click()
        expect(page.get_by_role("heading", name="Who rebuilt the mill?")).to_be_visible()
        page.locator(".source summary").first.click()
        expect(page.locator(".passage-text mark")).to_contain_text("Edith Marlow")
        assert [] == faults(page)
        assert [] == visit.complaints

    def test_may_be_pasted_however_long_it_is(self, visit):
        page = visit.open("/documents/new")
        page.get_by_text("Or paste a text").click()
        text = MILL * 15_000  # of 1.3 million characters
        pasted = "(box, text) => { box.value = text; box.dispatchEvent(new Event('input', { bubbles: true })); }"
        page.get_by_role("textbox", name="Text", exact=True).evaluate(pasted, text)
        page.get_by_role("button", name="Analyse the document").click()
        page.wait_for_url("**/jobs/*")
        kept = Document.objects.get(owner=visit.user)
        assert ("The mill at Harrow burned on 3 May 1891. Edith Marlow rebuil", len(text)) == (
            kept.name,
            kept.size_bytes,
        )

    def test_is_estimated_as_one_chooses(self, visit):
        page = visit.open("/documents/new")
        mill = {"name": "mill.txt", "mimeType": "text/plain", "buffer": MILL.encode() * 100}
        page.set_input_files("input[type=file]", mill)
        expect(page.locator("#parts-figure")).to_have_text("3")
        expect(page.locator("#estimate")).to_contain_text("once a worker is free")
        page.get_by_text("How it is worked").click()
        page.get_by_label("Part size").fill("100")
        expect(page.locator("#parts-figure")).to_have_text("91")
        assert [] == faults(page)

    def test_stays_chosen_while_the_form_says_what_is_wrong(self, visit):
        page = visit.open("/documents/new")
        mill = {"name": "mill.txt", "mimeType": "text/plain", "buffer": MILL.encode()}
        page.set_input_files("input[type=file]", mill)
        page.get_by_text("How it is worked").click()
        page.get_by_label("Part size").fill("0")
        page.get_by_text("How it is worked").click()
        page.get_by_role("button", name="Analyse the document").click()
        expect(page.get_by_label("Part size")).to_be_visible()
        expect(page.get_by_label("Part size")).to_be_focused()
        assert "mill.txt" == page.evaluate("document.querySelector('input[type=file]').files[0].name")
        page.get_by_label("Part size").fill("500")
        page.get_by_role("button", name="Analyse the document").click()
        page.wait_for_url("**/jobs/*")


class TestDocumentList:
    def test_deletes_a_document_after_asking_once_by_its_name(self, visit):
        keep_document(visit.user.pk, "Stays.\n", name="stays.txt")
        keep_document(visit.user.pk, "Goes.\n", name="goes.txt")
        page = visit.open("/documents")
        page.get_by_role("button", name="Delete goes.txt").click()
        asked = page.get_by_role("dialog")
        expect(asked).to_have_accessible_name("Delete “goes.txt”?")
        asked.get_by_role("button", name="Keep it").click()
        expect(asked).to_be_hidden()
        page.get_by_role("button", name="Delete goes.txt").click()
        asked.get_by_role("button", name="Delete the document").click()
        expect(page.locator(".documents-table .title")).to_have_text("stays.txt")
        assert ["stays.txt"] == list(Document.objects.values_list("name", flat=True))


class TestJobList:
    def test_updates_rows_in_place_and_keeps_new_ones_behind_a_pill(self, visit) -> None:
        with scripted(), ThreadPoolExecutor(1) as pool:
            old = enqueue(visit.user.pk, title="old")
            page = visit.connected("/jobs")
            new = enqueue(visit.user.pk, title="new")
            expect(page.locator("#new-jobs")).to_have_text("1 new")
            expect(page.locator("tr[data-job]")).to_have_count(1)
            pool.submit(drain).result(30)
            expect(page.locator(f"[data-job='{old.pk}'] .badge")).to_have_attribute("data-status", "completed")
            page.locator("#new-jobs").click()
            expect(page.locator("tr[data-job]").first).to_have_attribute("data-job", str(new.pk))
            expect(page.locator("#new-jobs")).to_be_hidden()

    def test_keeps_everybodys_current_for_staff_and_says_as_of_when(self, visit) -> None:
        User.objects.filter(pk=visit.user.pk).update(is_staff=True, is_superuser=True)
        with scripted():
            page = visit.connected("/jobs?whose=all")
            expect(page.locator("#as-of")).to_contain_text("looked up every 3 seconds")
            job = enqueue(make_user().pk, title="theirs")
            expect(page.locator("#new-jobs")).to_have_text("1 new")
            page.locator("#new-jobs").click()
            badge = page.locator(f"tr[data-job='{job.pk}'] .badge")
            expect(badge).to_have_attribute("data-status", "pending")
            control.cancel(job.pk)
            expect(badge).to_have_attribute("data-status", "cancelled")

    def test_is_walked_by_keyboard(self, visit) -> None:
        with scripted():
            enqueue(visit.user.pk, title="first")
            second = enqueue(visit.user.pk, title="second")
        page = visit.connected("/jobs")
        for key in ("j", "j", "k", "Enter"):
            page.keyboard.press(key)
        expect(page).to_have_url(f"{page.url.partition('/jobs')[0]}/jobs/{second.pk}")


class TestEveryPage:
    def test_tells_that_a_job_finished(self, visit) -> None:
        with scripted(), ThreadPoolExecutor(1) as pool:
            job = enqueue(visit.user.pk, title="A knight")
            page = visit.connected("/account")
            pool.submit(drain).result(30)
            link = page.locator(".toast a")
            expect(link).to_have_text("A knight is completed")
            expect(link).to_have_attribute("href", f"/jobs/{job.pk}")

    @pytest.mark.parametrize(
        "address", ["/", "/jobs", "/cards", "/cards/new", "/cards/import", "/conversations", "/account", "/design/"]
    )
    def test_names_every_control_and_heads_every_part(self, visit, address) -> None:
        with scripted():
            enqueue(visit.user.pk)
        assert [] == faults(visit.open(address))

    @pytest.mark.parametrize("address", ["/jobs", "/cards", "/cards/import", "/conversations", "/nowhere"])
    def test_fits_a_narrow_phone_and_a_zoomed_window(self, browser, site, address) -> None:
        with visitor(browser, site, viewport={"width": 360, "height": 740}) as visit:
            visit.sign_in()
            page = visit.open(address)
            assert 360 == page.evaluate("document.documentElement.scrollWidth")
            if address == "/nowhere":
                visit.complaints.clear()  # the browser says that it was not found

    def test_keeps_the_chosen_theme(self, visit) -> None:
        page = visit.connected("/jobs")
        page.locator("summary[aria-label=Account]").click()
        toggle = page.get_by_role("button", name="Theme")
        toggle.click()
        toggle.click()
        page.reload()
        expect(page.locator("html")).to_have_attribute("data-theme", "dark")


class TestPolling:
    def test_follows_a_job_while_sockets_are_refused(self, visit, working) -> None:
        job = enqueue(visit.user.pk)
        visit.context.route_web_socket("**/ws/**", lambda socket: socket.close())
        page = visit.open(f"/jobs/{job.pk}")
        expect(page.locator("#connection")).to_have_attribute("data-state", "polling", timeout=20_000)
        working().set()
        expect(page.locator("[data-job-badge] .badge")).to_have_attribute("data-status", "completed", timeout=20_000)


class TestNewCard:
    def test_estimates_as_one_chooses_and_fills_in_examples(self, visit) -> None:
        page = visit.connected("/cards/new")
        before = page.locator(".figure-value").first.inner_text()
        page.get_by_label("Lore entries").fill("40")
        expect(page.locator(".figure-value").first).not_to_have_text(before)
        example = page.locator("[data-example]").first
        example.click()
        expect(page.get_by_label("Who is it?")).to_have_value(example.inner_text())

    def test_says_while_one_types_what_would_be_refused(self, visit) -> None:
        page = visit.connected("/cards/new")
        page.locator("[data-example]").first.click()
        page.get_by_label("Lore entries").fill("400")
        error = page.locator("#option-lore_entries-error")
        expect(error).to_have_text("Must be 100 or less.")
        expect(page.get_by_label("Lore entries")).to_have_attribute("aria-invalid", "true")
        page.get_by_label("Lore entries").fill("2")
        expect(error).to_have_count(0)
        page.locator("summary", has_text="Lorebook").click()
        page.get_by_label("Constant entries").fill("3")
        expect(page.locator("#option-lore_constant_entries-error")).to_contain_text("lore_entries is only 2")
        page.get_by_label("Lore entries").fill("3")
        expect(page.locator("#option-lore_constant_entries-error")).to_have_count(0)


ODD = {"keys": "net, nets", "content": "@@depth 4\nEvery knot has a name.", "insertion_order": "5"}


class TestImport:
    def test_takes_a_file_that_is_dropped(self, visit) -> None:
        page = visit.connected("/cards/import")
        card = as_png(v2(character_book={"entries": [ODD]}, scenario={"odd": 1}))
        page.evaluate(DROP, ["bo.png", base64.b64encode(card).decode(), "#drop"])
        expect(page.get_by_role("heading", name="Bo")).to_be_visible()
        expect(page.locator(".notice")).to_contain_text("scenario was an object")
        expect(page.locator(".sentences")).to_contain_text("had no extensions")
        assert [] == faults(page)
        page.get_by_role("link", name="Read the card").click()
        expect(page.locator(".download")).to_have_count(4)
        page.locator(".download-losses summary").last.click()
        expect(page.get_by_text("The decorators of 1 lore entry.")).to_be_visible()
        assert [] == faults(page)

    def test_takes_a_file_that_is_chosen_and_says_what_another_is(self, visit, tmp_path) -> None:
        page = visit.connected("/cards")
        page.get_by_role("link", name="Import one that you have").click()
        for name, content, words in (
            ("a.pdf", b"%PDF-1.7", "This is a PDF"),
            ("b.json", as_json(V1), "taken over as it is"),
        ):
            (tmp_path / name).write_bytes(content)
            page.get_by_label("Card file").set_input_files(tmp_path / name)
            page.get_by_role("button", name="Import the card").click()
            expect(page.locator("main")).to_contain_text(words)
            visit.complaints.clear()  # the browser says that it was refused


class TestCardByHand:
    def test_is_edited_compared_and_restored(self, browser, site) -> None:
        with visitor(browser, site, viewport={"width": 360, "height": 740}) as visit:
            visit.sign_in()
            book = Book(entries=[BookEntry(name="The shaft", keys=["shaft"], content="Deep.")])
            card = keep(visit.user.pk, STORY.model_copy(update={"character_book": book}))
            page = visit.open(f"/cards/{card.pk}")
            page.get_by_role("link", name="Edit the card").click()
            page.wait_for_url("**/edit")  # until its script is there: without, the button asks the server
            page.get_by_label("Scenario").fill("A cellar.")
            page.get_by_role("button", name="Add a lore entry").press("Enter")
            page.keyboard.type("The bell")
            page.keyboard.press("Tab")
            page.keyboard.type("bell, chime")
            page.get_by_label("Text").last.fill("It rings at dusk.")
            page.get_by_role("button", name="Remove The shaft").click()
            assert [] == faults(page)
            page.get_by_role("button", name="Save the card").click()
            expect(page.get_by_text("A cellar.")).to_be_visible()
            expect(page.get_by_role("heading", name="The bell")).to_be_visible()
            expect(page.get_by_role("heading", name="The shaft")).to_have_count(0)
            page.get_by_role("link", name="Revisions").click()
            expect(page.locator("ins").filter(has_text="cellar.")).to_be_visible()
            assert [] == faults(page)
            assert 360 == page.evaluate("document.documentElement.scrollWidth")
            page.get_by_role("button", name="Restore revision 1").click()
            expect(page.get_by_role("heading", name="Revision 3")).to_be_visible()
        assert STORY.scenario == Card.objects.get().data["scenario"]
