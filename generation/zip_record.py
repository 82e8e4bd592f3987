"""The record at the end of a zip, by which its list of files is judged before anything is read of it."""

from __future__ import annotations

import struct
from dataclasses import dataclass

_RECORD = struct.Struct("<4s4H2LH")
_MARK = b"PK\x05\x06"
_ZIP64_MARK = b"PK\x06\x07"
_TAIL = _RECORD.size + 0xFFFF


@dataclass(frozen=True, slots=True)
class Listed:
    """How many files it says there are, and the bytes of their list; `is_zip64` where others say so, for huge ones."""

    count: int
    size: int
    is_zip64: bool


def is_zip(content: bytes) -> bool:
    """Whether a zip's list of files stands at the end, whatever stands before it."""
    return _MARK in content[-_TAIL:]


def listed_in(content: bytes) -> Listed | None:
    """By the record that the unpacker itself goes by; None where that is cut off."""
    at = len(content) - _RECORD.size
    if at < 0 or content[at : at + 4] != _MARK or content[-2:] != b"\x00\x00":
        at = content.rfind(_MARK, max(0, len(content) - _TAIL))
    if at < 0 or at + _RECORD.size > len(content):
        return None
    _, _, _, _, count, size, _, _ = _RECORD.unpack_from(content, at)
    return Listed(count, size, content[max(0, at - 20) :].startswith(_ZIP64_MARK))
