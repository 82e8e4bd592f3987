"""What a file is, and in which encoding its text is."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from generation.documents import kinds
from generation.documents.reading.child import text_of
from generation.documents.reading.decoding import decode
from generation.documents.reading.errors import BY_NAME, NotADocument, NotRead, UnknownEncoding, Unreadable
from generation.documents.reading.sniffing import sniff
from generation.errors import MissingDocument
from tests.support.document_files import docx, pdf

GERMAN = "Die Straße nach Köln ist für heute gesperrt, weil Bäume über den Weg gefallen sind.\n"
JAPANESE = "これは日本語の文章です。漢字とひらがなとカタカナを含みます。\n"
RUSSIAN = "Съешь же ещё этих мягких французских булок, да выпей чаю.\n"


class TestSniff:
    @pytest.mark.parametrize(
        ("content", "expected"),
        [
            (pdf(), kinds.PDF),
            (b"\n\n" + pdf(), kinds.PDF),
            (docx(), kinds.DOCX),
            (b"<!DOCTYPE html><p>Hi", kinds.HTML),
            (b"\xef\xbb\xbf <!-- note -->\n<HTML lang=en>", kinds.HTML),
            ("<html>Hi".encode("utf-16"), kinds.HTML),
            (b"<?xml version='1.0'?><html xmlns='x'>", kinds.HTML),
            (b"# Title\n\n- one\n- two\n", kinds.MARKDOWN),
            (b"Some text with a [link](http://example.org).\n\n## More\n", kinds.MARKDOWN),
            (b"# a comment of a program\nx = 1\n", kinds.PLAIN),
            (b"Plain words <b>with</b> a tag.", kinds.PLAIN),
            (GERMAN.encode("cp1252"), kinds.PLAIN),
            (JAPANESE.encode("utf-16-be"), kinds.PLAIN),
            (b"Every PDF begins with %PDF-1.7 or the like.", kinds.PLAIN),
            (b"\x00\x01\x02 junk " + pdf() + b"\x00\x01\x02" * 99, kinds.PDF),
            (b"MZ was the first to speak.", kinds.PLAIN),
            (b"BM, ID3 and OggS are marks of files.", kinds.PLAIN),
            ("BM sends words. ".encode("utf-16-le"), kinds.PLAIN),
        ],
    )
    def test_goes_by_what_stands_in_the_file(self, content: bytes, expected: str) -> None:
        assert expected == sniff(content)

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"\x89PNG\r\n\x1a\n\0\0", "no text and no document"),
            (b"GIF89a\0\0", "a GIF picture"),
            (b"BM" + b"\x40\0" * 500, "a BMP picture"),
            (b"PK\x03\x04 xl/workbook.xml", "an Excel sheet"),
            (b"PK\x03\x04 anything", "a zip archive"),
            (b"{\\rtf1 text", "an RTF document"),
            (b"\xd0\xcf\x11\xe0\0\0", "an old Office document"),
        ],
    )
    def test_says_what_else_it_is_and_what_to_send(self, content: bytes, words: str) -> None:
        with pytest.raises(Unreadable, match=f"{words}.*; send PDF"):
            sniff(content)


class TestDecode:
    @pytest.mark.parametrize(
        ("text", "encoding"),
        [
            (GERMAN, "cp1252"),
            (GERMAN, "utf-16-le"),
            (JAPANESE, "cp932"),
            (JAPANESE, "euc_jp"),
            (JAPANESE, "utf-16-be"),
            (RUSSIAN, "cp1251"),
            (RUSSIAN, "koi8_r"),
            (RUSSIAN, "utf-8"),
        ],
    )
    def test_finds_the_encoding(self, text: str, encoding: str) -> None:
        decoded = decode((text * 5).encode(encoding))
        assert (text * 5, encoding) == (decoded.text, decoded.encoding)

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
    def test_goes_by_the_mark_and_drops_it(self, encoding: str) -> None:
        assert JAPANESE == decode(JAPANESE.encode(encoding)).text

    def test_believes_what_the_file_declares(self) -> None:
        assert "Zażółć" == decode("Zażółć".encode("iso8859_2"), declared="ISO-8859-2").text

    def test_looks_where_utf_8_ends(self) -> None:
        content = b"Plain words. " * 20_000 + GERMAN.encode("cp1252") * 3 + b"Plain words. " * 20_000
        assert GERMAN in decode(content).text

    def test_takes_out_what_no_database_keeps(self) -> None:
        words = " and so on" * 40
        assert f"One two\nthree{words}" == decode(f"One\x01 two\x0cthree{words}\0".encode()).text

    def test_refuses_what_breaks_the_encoding_that_its_mark_says(self) -> None:
        with pytest.raises(UnknownEncoding):
            decode(b"\xff\xfeabc")


class TestLockedWord:
    def test_is_told_from_an_old_document(self) -> None:
        with pytest.raises(NotADocument, match="with a password; save a copy without one"):
            sniff(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000) + "EncryptedPackage".encode("utf-16-le"))


class TestWithoutTheExtra:
    """PDFs and Word documents are read by packages that a site may do without."""

    @pytest.fixture(autouse=True)
    def packages(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        monkeypatch.setitem(sys.modules, "pypdfium2", None)
        monkeypatch.setitem(sys.modules, "mammoth", None)
        kinds.is_read.cache_clear()
        yield
        kinds.is_read.cache_clear()

    @pytest.mark.parametrize(("content", "name"), [(pdf(), "PDF"), (docx(), r"Word \(\.docx\)")])
    def test_says_what_is_read_instead_and_what_to_install(self, content: bytes, name: str) -> None:
        words = f"^{name} documents are not read on this site; send HTML, Markdown or plain text. .*requirements-doc"
        with pytest.raises(NotRead, match=words):
            sniff(content)

    def test_reads_all_else(self) -> None:
        assert kinds.HTML == sniff(b"<!doctype html><p>One.")
        assert "One." == text_of(kinds.HTML, b"<!doctype html><p>One.").strip()

    def test_says_the_same_of_what_was_kept_before(self) -> None:
        with pytest.raises(NotRead):
            text_of(kinds.PDF, pdf())


class TestErrors:
    def test_are_all_told_in_the_reference(self) -> None:
        page = (Path(__file__).parents[4] / "docs/reference/documents.md").read_text()
        wanted = {MissingDocument.error_class, *(error.error_class for error in BY_NAME.values())}
        assert wanted == set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE))
