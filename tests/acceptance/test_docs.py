"""The documentation is followed literally: what it says to type is typed, in a copy of the project."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core.management import get_commands

from jobs.live.codes import Close
from tests.support.guide import ROOT, Page, copy_project, environment, pages, shared_addresses
from tests.support.person import person
from tests.support.site import Site, answers, free_port
from tests.support.waiting import wait_for

pytestmark = pytest.mark.once

ADDRESS = "http://127.0.0.1:8000"
# Each page with a file that following it leaves, and what stands in it.
FOLLOWED = {
    "README.md": ("galahad.png", b"ccv3"),
    "docs/tutorial/first-card.md": ("card.v2.json", b"chara_card_v2"),
    "docs/tutorial/first-document.md": ("answers.md", b"Odyssey"),
    "docs/tutorial/first-conversation.md": ("crossing.md", b"# The last crossing"),
    "docs/how-to/analyse-from-the-shell.md": ("found.md", b"pressure"),
    "docs/how-to/choose-a-template.md": ("invoice.fields.json", b"2026-117"),
    "docs/how-to/cards-from-scripts.md": ("dragon.png", b"ccv3"),
    "docs/how-to/cap-the-cost.md": ("budget.json", b'"daily_usd":"5"'),
    "docs/how-to/never-twice.md": ("refused.json", b"unique-conflict"),
    "docs/how-to/import-a-library-of-cards.md": ("bo.charx", b"card.json"),
    "docs/how-to/work-for-people.md": ("completed.json", b'"outcome":"completed"'),
    "docs/how-to/jobs-that-wait.md": ("lifted.json", b'"lifted_to":"urgent"'),
    "docs/how-to/recurring-jobs.md": ("changed.json", b'"cron":"0 7 * * 1-5"'),
    "docs/how-to/run-in-production.md": ("refused.txt", b"SECRET_KEY must be"),
    "docs/how-to/upgrade-and-backup.md": ("backup.sqlite3", b"SQLite format 3"),
}
GUIDE = Page("docs/adding-a-job-kind.md")
OWN_APPS = {"config", "generation", "jobs"}


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of the project in which the guide was followed, and the site that it serves."""

    place: Path
    site: Site

    def run(self, *command: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=self.place,
            env=environment(self.place, **more),
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Iterator[Copy]:
    place = tmp_path_factory.mktemp("docs") / "project"
    copy_project(place)
    follow_guide(place)
    with supervised(place) as site:
        yield Copy(place, site)


def follow_guide(place: Path) -> None:
    """The file and the line, as the guide says."""
    file, test = GUIDE.blocks("python")
    (place / re.findall(r"`(generation/kinds/\w+\.py)`", GUIDE.text)[0]).write_text(file)
    (place / "tests" / "test_word_count.py").write_text(test)
    kinds = place / "generation" / "kinds" / "__init__.py"
    added = kinds.read_text().replace("KINDS = (", "KINDS = (WordCount(), ")
    kinds.write_text(added.replace("\n\nKINDS", "\nfrom generation.kinds.word_count import WordCount\n\nKINDS"))


@contextmanager
def supervised(place: Path) -> Iterator[Site]:
    """What `make run` runs, in `place`."""
    port = free_port()
    command = [sys.executable, "-m", "config.supervisor"]
    process = subprocess.Popen(command, cwd=place, env=environment(place, PORT=str(port)), start_new_session=True)
    try:
        wait_for(lambda: answers(f"http://127.0.0.1:{port}/healthz"), within=90, what="the copy to serve")
        yield Site(port, process)
    finally:
        process.terminate()
        process.wait(40)


class TestCommands:
    @pytest.mark.parametrize("path", FOLLOWED)
    def test_of_the_page_work_as_they_are_written(self, copy: Copy, path: str) -> None:
        if shutil.which("curl") is None:
            pytest.skip("no curl on PATH; the pages use it")
        assert [] == shared_addresses(map(Page, FOLLOWED)), "a page that is followed needs an address of its own"
        script = "set -eu\n" + "".join(Page(path).blocks("sh")).replace(ADDRESS, copy.site.http)
        done = copy.run("sh", "-c", script)
        assert 0 == done.returncode, done.stdout + done.stderr
        name, content = FOLLOWED[path]
        assert content in (copy.place / name).read_bytes()


class TestAddingAKind:
    def test_makes_a_kind_that_is_accepted_run_and_shown(self, copy: Copy) -> None:
        with person(copy.site) as reader:
            body = {"kind": "word_count", "payload": {"text": "one two three"}}
            answer = reader.post("/api/v1/jobs", body, headers={"Prefer": "wait=60"})
            assert ("completed", {"words": 3}) == (answer["status"], answer["job"]["result"])
            assert ["count"] == [step["name"] for step in answer["job"]["steps"]]
            reader.post("/api/v1/jobs", {"kind": "word_count", "payload": {"texts": "one"}}, expect=422)

    def test_has_a_test_that_passes(self, copy: Copy) -> None:
        done = copy.run(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/test_word_count.py")
        assert 0 == done.returncode, done.stdout + done.stderr


class TestPages:
    def test_link_to_what_exists(self) -> None:
        broken = []
        for page in pages():
            for link in page.links:
                path, _, anchor = link.partition("#")
                target = (ROOT / page.path).parent / path if path else ROOT / page.path
                known = not anchor or anchor in Page(str(target.resolve().relative_to(ROOT))).anchors
                if not target.exists() or not known:
                    broken.append(f"{page.path}: {link}")
        assert [] == broken

    def test_are_all_listed_in_the_index(self) -> None:
        index = Page("docs/README.md")
        listed = {str(((ROOT / "docs") / link).resolve().relative_to(ROOT)) for link in index.links}
        wanted = {page.path for page in pages() if page.path.startswith("docs/")} - {index.path}
        assert set() == wanted - listed


class TestReference:
    def test_names_every_command(self) -> None:
        own = {name for name, app in get_commands().items() if app in OWN_APPS}
        assert own <= Page("docs/reference/commands.md").anchors

    def test_names_every_close_code(self) -> None:
        rows = re.findall(r"^\| (\d{4}) \|", Page("docs/reference/websockets.md").text, re.MULTILINE)
        assert set(Close) == {int(code) for code in rows}
