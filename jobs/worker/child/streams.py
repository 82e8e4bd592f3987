"""Standard input and output of a child process, which are its worker's pipes."""

from __future__ import annotations

import os
from typing import BinaryIO


def taken_over() -> tuple[BinaryIO, BinaryIO]:
    """Both, under numbers that no other program inherits; what is printed from now on goes to the log."""
    inward, outward = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    os.close(nothing)
    return os.fdopen(inward, "rb"), os.fdopen(outward, "wb")
