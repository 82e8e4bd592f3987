"""Reading documents in a process of its own: nothing in a file harms who reads it."""

from __future__ import annotations

import asyncio
import os
import time
from asyncio.subprocess import Process
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

import pytest

from generation.documents import kinds
from generation.documents.reading import child, process
from generation.documents.reading.errors import Damaged, NoText, TooMuch, TooSlow, Unreadable
from generation.documents.reading.read import read_text
from generation.documents.reading.sniffing import sniff
from tests.support.document_files import docx, pdf
from tests.support.hostile_documents import HOSTILE
from tests.support.waiting import wait_for, wait_for_async

pytestmark = pytest.mark.once

READING_SECONDS = 20.0
SECONDS = 30.0
RUSSIAN = "Съешь же ещё этих мягких французских булок, да выпей чаю."

Write = Callable[[str], int]


async def read(content: bytes, *, seconds: float = READING_SECONDS) -> str:
    return (await read_text(content, sniff(content), seconds=seconds)).text


async def told(content: bytes, seconds: float) -> tuple[type[Unreadable] | None, str]:
    """The text, or the error with its message."""
    try:
        return None, await read(content, seconds=seconds)
    except Unreadable as error:
        return type(error), str(error)


async def is_paused(child: Process) -> bool:
    """Whether the loop has stopped to read what the child says."""
    return child.stdout is not None and vars(child.stdout)["_paused"]


class TestReadText:
    async def test_reads_the_pages_of_a_pdf(self) -> None:
        assert "One & <two>.\nThree\n\nFour" == await read(pdf(["One & <two>.\nThree", "", "Four"]))

    async def test_reads_word_with_its_signs(self) -> None:
        assert "R&D <x> *y* z_1\n\nTwo\n" == await read(docx(["R&D <x> *y* z_1", "Two"]))

    async def test_reads_a_page_as_markdown_without_its_scripts(self) -> None:
        page = "<html><title>T</title><script>no()</script><h1>Köln &amp; co</h1><ul><li>a<li>b</ul><img src=x>"
        assert "# Köln & co\n\n- a\n- b\n" == await read(page.encode())

    async def test_reads_a_page_in_the_encoding_it_declares(self) -> None:
        page = f"<html><meta charset='iso-8859-5'><p>{RUSSIAN}"
        assert RUSSIAN == (await read(page.encode("iso8859_5"))).strip()

    async def test_gives_up_after_its_time(self) -> None:
        with pytest.raises(TooSlow, match=r"more than 0\.05 seconds"):
            await read(pdf(["Words."] * 99), seconds=0.05)

    @pytest.mark.parametrize("name", HOSTILE)
    @pytest.mark.repeats
    async def test_survives(self, name: str) -> None:
        make, expected = HOSTILE[name]
        content = make()
        began = time.perf_counter()
        error, words = await told(content, 0.7 if TooSlow in expected else READING_SECONDS)
        assert time.perf_counter() - began < SECONDS
        assert error in expected, words[:300]
        assert words.strip()
        assert not set(words) & set("\0\ud800")


class TestChild:
    @pytest.fixture
    def chatty(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
        """A reader in the place of ours: the test writes what it does."""
        monkeypatch.setattr(process, "_CHILD", "chatty")
        monkeypatch.syspath_prepend(tmp_path)
        return (tmp_path / "chatty.py").write_text

    async def test_gets_nothing_of_our_environment_but_where_its_libraries_are(
        self, chatty: Write, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SECRET_KEY", "do not tell")
        monkeypatch.setenv("LD_LIBRARY_PATH", "/here")
        monkeypatch.delenv("PYTHONHOME", raising=False)
        chatty("import os; print(*sorted(set(os.environ) - {'LC_CTYPE'}))")
        expected = "LD_LIBRARY_PATH MALLOC_ARENA_MAX PYTHONPATH\n"
        assert expected == await process.read_apart(b"", kinds.PDF, seconds=5)

    async def test_may_take_so_much_memory_and_write_no_file(self, chatty: Write) -> None:
        chatty(
            "from generation.documents.reading.child import limit\nlimit(5)\nimport resource\n"
            "print(resource.getrlimit(resource.RLIMIT_AS)[0], resource.getrlimit(resource.RLIMIT_FSIZE)[0])"
        )
        assert "1200000000 0\n" == await process.read_apart(b"", kinds.PDF, seconds=5)

    @pytest.mark.parametrize(
        ("body", "expected"),
        [
            ("import os; os.abort()", TooMuch),
            ("import os; os.kill(os.getpid(), 11)", Damaged),
            ("import os; os.kill(os.getpid(), 24)", TooSlow),
            ("raise SystemExit(1)", Damaged),
            ("import time; time.sleep(60)", TooSlow),
            ("while True: print('x' * 1_000_000)", TooMuch),
        ],
    )
    async def test_may_end_as_it_likes(
        self, chatty: Write, body: str, expected: type[Unreadable], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(process, "_MOST_BYTES", 20_000_000)
        chatty(body)
        with pytest.raises(expected):
            await process.read_apart(b"x" * 1_000_000, kinds.PDF, seconds=0.5 if "sleep" in body else READING_SECONDS)

    async def test_ends_although_nobody_takes_what_it_says(
        self, chatty: Write, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def deaf(child: Process) -> bytes:
            await wait_for_async(lambda: is_paused(child), what="a pipe that is full")
            raise TooMuch

        monkeypatch.setattr(process, "_listen", deaf)
        chatty("while True: print('x' * 1_000_000)")
        with pytest.raises(TooMuch):
            await asyncio.wait_for(process.read_apart(b"", kinds.PDF, seconds=30), 10)

    async def test_leaves_no_process_behind(self, chatty: Write) -> None:
        chatty(
            "import os, subprocess, sys, time\n"
            "started = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'], stdout=-3)\n"
            "print(started.pid)"
        )
        pid = int(await process.read_apart(b"", kinds.PDF, seconds=5))
        wait_for(lambda: is_gone(pid), what="the end of what the reader had started")

    async def test_ends_with_the_reading_that_was_cancelled(self, chatty: Write, tmp_path: Path) -> None:
        told = tmp_path / "pid"
        chatty(f"import os, time; open({str(told)!r}, 'w').write(f'{{os.getpid()}} '); time.sleep(60)")
        reading = asyncio.create_task(process.read_apart(b"x" * 1_000_000, kinds.PDF, seconds=30))

        async def pid() -> int:
            return int(told.read_text()) if told.exists() and told.read_text().endswith(" ") else 0

        started = await wait_for_async(pid, what="the reader's start")
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        assert is_gone(started)

    def test_takes_a_parsers_fault_for_the_files(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for fault, expected in ((RecursionError, Damaged), (MemoryError, TooMuch)):
            monkeypatch.setattr("generation.documents.reading.pdf.PdfDocument", raising(fault))
            with pytest.raises(expected):
                child.text_of(kinds.PDF, b"")

    def test_calls_blanks_no_text(self) -> None:
        with pytest.raises(NoText, match="OCR"):
            child.text_of(kinds.HTML, b"<p> </p>")


def is_gone(pid: int) -> bool:
    """Ended, whether or not somebody has asked how."""
    with suppress(ProcessLookupError, FileNotFoundError):
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    return True


def raising(fault: type[BaseException]) -> Callable[..., NoReturn]:
    def raised(*_args: object) -> NoReturn:
        raise fault

    return raised
