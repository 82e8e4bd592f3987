"""Documents that mean harm, or that nobody can read, made here; each with the error that says so, or None for text."""

from __future__ import annotations

import random
from collections.abc import Callable

from generation.documents.reading.errors import (
    Bomb,
    Damaged,
    Encrypted,
    NotADocument,
    NoText,
    TooMuch,
    TooSlow,
    UnknownEncoding,
    Unreadable,
)
from tests.support.document_files import assembled, docx, pdf, stream

MEGABYTE = 1_000_000
PAGE = b"<!doctype html>"
_KEY = "41" * 32
_LOCK = f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{_KEY}> /U <{_KEY}> /P -44 >> /ID [<{_KEY}> <{_KEY}>]"
_WORD = b"<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><w:body>"
_PICTURE = stream(b"\x80" * 300, keys="/Type /XObject /Subtype /Image /Width 10 /Height 10")


def _word(body: bytes, head: bytes = b"") -> bytes:
    return docx(files={"word/document.xml": b"<?xml version='1.0'?>" + head + _WORD + body})


def _laughs() -> bytes:
    """Entities of entities: nine of them make a billion words."""
    entities = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10 if n else b"ha") for n in range(10))
    return _word(b"<w:p><w:r><w:t>&l9;</w:t></w:r></w:p></w:body></w:document>", b"<!DOCTYPE x [" + entities + b"]>")


def _loop_of_pages() -> bytes:
    """The tree of pages holds itself."""
    return assembled([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 100000000 >>"])


def _loop_of_tables() -> bytes:
    """The list of objects names itself as the one before."""
    return pdf(trailer="/Prev 9").replace(b"%PDF-1.7\n", b"%PDF-1.7\nxref\n0 0\ntrailer << /Prev 9 >>\n", 1)


def _loop_of_forms() -> bytes:
    """What the page shows shows itself."""
    form = stream(b"/X Do " * 2, keys="/Type /XObject /Subtype /Form /Resources << /XObject << /X 4 0 R >> >>")
    content = stream(b"/X Do")
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 5 0 R /Resources << /XObject << /X 4 0 R >> >> >>"
    )
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    return assembled([b"<< /Type /Catalog /Pages 2 0 R >>", pages, page, form, content])


def _packed_twice(size: int) -> bytes:
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>"
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    return assembled([b"<< /Type /Catalog /Pages 2 0 R >>", pages, page, stream(b" " * size, packings=2)])


HOSTILE: dict[str, tuple[Callable[[], bytes], tuple[type[Unreadable] | None, ...]]] = {
    # PDFs
    "pdf with a password": (lambda: pdf(trailer=_LOCK), (Encrypted,)),
    "pdf that is a scan": (lambda: pdf([""] * 3, more=[_PICTURE]), (NoText,)),
    "pdf cut off": (lambda: pdf(["A page."] * 50)[:1500], (Damaged,)),
    "pdf of noise": (lambda: b"%PDF-1.7\n" + random.Random(7).randbytes(MEGABYTE), (Damaged,)),
    "only the mark of a pdf": (lambda: b"%PDF-1.7", (Damaged,)),
    "pdf whose pages hold themselves": (_loop_of_pages, (Damaged, NoText)),
    "pdf whose list of objects loops": (_loop_of_tables, (Damaged, None)),
    "pdf whose form shows itself": (_loop_of_forms, (NoText, TooSlow)),
    "pdf packed twice": (lambda: _packed_twice(20 * MEGABYTE), (NoText, TooMuch)),
    "pdf of 1,000 empty pages": (lambda: pdf([""] * 1000), (NoText,)),
    # Word
    "docx bomb": (lambda: _word(b" " * 70 * MEGABYTE), (Bomb,)),
    "docx of entities": (_laughs, (Damaged,)),
    "docx of 20,000 paragraphs in each other": (lambda: _word(b"<w:p>" * 20_000), (Damaged,)),
    "docx of 5,000 tables in each other": (
        lambda: _word(b"<w:tbl><w:tr><w:tc>" * 5_000 + b"</w:tc></w:tr></w:tbl>" * 5_000 + b"</w:body></w:document>"),
        (Damaged,),
    ),
    "docx cut off": (lambda: docx(["A paragraph."] * 9)[:-30] + b"word/document.xml", (Damaged,)),
    "docx without paragraphs": (lambda: docx([]), (NoText,)),
    "docx of 5,100 files": (lambda: docx(files={f"word/{n}.xml": b"" for n in range(5_100)}), (Bomb,)),
    "docx whose text is no xml": (lambda: docx(files={"word/document.xml": b"not xml"}), (Damaged,)),
    # Web pages
    "html of 30,000 divs": (lambda: PAGE + b"<div>" * 30_000 + b"text", (Damaged,)),
    "html of 30,000 lists": (lambda: PAGE + b"<ul><li>" * 30_000 + b"text", (Damaged,)),
    "html of 30,000 bold parts": (lambda: PAGE + b"<b>" * 30_000 + b"text", (Damaged,)),
    "html of 20,000 tables": (lambda: PAGE + b"<table><tr><td>" * 20_000 + b"text", (Damaged,)),
    "html that is only a script": (lambda: PAGE + b"<script>alert(1)</script>", (NoText,)),
    "html of 300,000 attributes": (lambda: PAGE + b"<p " + b"a=b " * 300_000 + b">text", (None,)),
    "html of half a million brackets": (lambda: PAGE + b"<" * 500_000 + b"text", (None,)),
    "html of half a million entities": (lambda: PAGE + b"&amp;" * 500_000, (None,)),
    # Texts
    "text in UTF-16 without its mark": (lambda: ("Some words. " * 999).encode("utf-16-le"), (None,)),
    "text in UTF-16 cut off": (lambda: ("Some words. " * 999).encode("utf-16-le")[:-1], (UnknownEncoding,)),
    "text with halves of letters": (lambda: "One \ud800 two".encode("utf-8", "surrogatepass"), (None, UnknownEncoding)),
    "text with NULs": (lambda: b"One" + b" two" * 500 + b"\0 three", (None,)),
    "text that is mostly NULs": (lambda: b"\0" * MEGABYTE, (NotADocument,)),
    "text of blanks": (lambda: "\u3000 \n".encode() * 999, (NoText,)),
    "a megabyte without a space": (lambda: b"x" * MEGABYTE, (None,)),
    "a megabyte of noise": (lambda: random.Random(7).randbytes(MEGABYTE), (NotADocument,)),
    # Others
    "a zip": (lambda: b"PK\x03\x04" + b"\0" * 999, (NotADocument,)),
    "a program": (lambda: b"MZ" + b"\0" * 999, (NotADocument,)),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 999, (NotADocument,)),
}
