"""Files of documents, made here byte by byte."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PARTS = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def pdf(pages: Sequence[str] = ("A short text.",), *, trailer: str = "", more: Sequence[bytes] = ()) -> bytes:
    """A page for each text (Latin letters), which may have lines. `more` are further objects, after the font."""
    kids = [4 + len(more) + 2 * number for number in range(len(pages))]
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{' '.join(f'{kid} 0 R' for kid in kids)}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *more,
    ]
    for kid, text in zip(kids, pages, strict=True):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {kid + 1} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(stream(_shown(text)))
    return assembled(objects, trailer)


def assembled(objects: Sequence[bytes], trailer: str = "") -> bytes:
    """A PDF of `objects`, numbered from 1; the first is its catalogue."""
    out, places = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    at = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{at}\n%%EOF\n".encode()
    return bytes(out)


def stream(data: bytes, *, packings: int = 1, keys: str = "") -> bytes:
    """`data` as a stream object, packed so many times."""
    for _ in range(packings):
        data = zlib.compress(data, 9)
    filters = "/Filter [" + " /FlateDecode" * packings + "]" if packings else ""
    return f"<< /Length {len(data)} {filters} {keys} >>\nstream\n".encode() + data + b"\nendstream"


def docx(paragraphs: Sequence[str] = ("A short text.",), files: Mapping[str, bytes] | None = None) -> bytes:
    """A Word document; `files` are added, or stand in the place of its own."""
    body = "".join(f"<w:p><w:r><w:t xml:space='preserve'>{escape(text)}</w:t></w:r></w:p>" for text in paragraphs)
    own = {
        "[Content_Types].xml": f"<Types xmlns='{_PARTS}/content-types'>"
        "<Default Extension='rels' ContentType='application/vnd.openxmlformats-package.relationships+xml'/>"
        f"<Override PartName='/word/document.xml' ContentType='{_MAIN}'/></Types>",
        "_rels/.rels": f"<Relationships xmlns='{_PARTS}/relationships'>"
        f"<Relationship Id='rId1' Type='{_OFFICE}' Target='word/document.xml'/></Relationships>",
        "word/document.xml": f"<?xml version='1.0'?><w:document xmlns:w='{_WORD}'><w:body>{body}</w:body></w:document>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in ({name: text.encode() for name, text in own.items()} | dict(files or {})).items():
            archive.writestr(name, content)
    return out.getvalue()


def _shown(text: str) -> bytes:
    lines = [line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") for line in text.splitlines()]
    shown = " ".join(f"({line}) Tj T*" for line in lines)
    return f"BT /F1 12 Tf 14 TL 72 720 Td {shown} ET".encode("latin-1")
