"""A file that a handler attaches to its job, checked."""

from __future__ import annotations

import re

from jobs.conf import conf
from jobs.errors import InvalidArtefact
from jobs.models.artefact import RESULT
from jobs.queue.writes import NewArtefact

LONGEST_NAME = 200
LONGEST_MEDIA_TYPE = 100
_MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+(; ?[\w-]+=[\w.+-]+)*", re.ASCII)


def attachment(name: str, media_type: str, content: bytes | str) -> NewArtefact:
    """Text is kept as UTF-8. InvalidArtefact names what keeps it from being kept."""
    data = content.encode("utf-8", "replace") if isinstance(content, str) else bytes(content)
    if not _is_file_name(name):
        raise InvalidArtefact(
            f"{name!r} is no name of an artefact: take 1 to {LONGEST_NAME} printable characters without slashes, "
            f"and another name than {RESULT}."
        )
    if len(media_type) > LONGEST_MEDIA_TYPE or not _MEDIA_TYPE.fullmatch(media_type):
        raise InvalidArtefact(f"{media_type!r} is no media type; take one like text/csv.")
    if len(data) > conf().artefact_bytes:
        raise InvalidArtefact(f"{name} is {len(data)} bytes; at most {conf().artefact_bytes} are kept.")
    return NewArtefact.of(name, media_type, data)


def _is_file_name(name: str) -> bool:
    if not 0 < len(name) <= LONGEST_NAME or name in {".", "..", RESULT}:
        return False
    return name.isprintable() and not set("/\\") & set(name)
