"""What a child process owes its worker: to die with it, and to stay within its memory."""

from __future__ import annotations

import ctypes
import logging
import os
import resource
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

logger = logging.getLogger(__name__)

EXIT_ORPHANED = 76
_PR_SET_PDEATHSIG = 1
_STATM = Path("/proc/self/statm")
_OOM_SCORE = Path("/proc/self/oom_score_adj")


def die_with(parent_id: int) -> None:
    """Have the kernel end this process when its parent ends, however that ends; elsewhere the pipe tells."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent_id:  # it died before it could be asked for
        os._exit(EXIT_ORPHANED)


def leave_signals_to_the_worker() -> None:
    """A stop that is sent to all processes at once is the worker's to obey: it drains, and tells this one."""
    for number in (signal.SIGTERM, signal.SIGINT):
        # Not SIG_IGN, which programs that a handler starts would inherit.
        signal.signal(number, lambda *_: None)


def go_first() -> None:
    """When the system's memory runs out, this process is to be ended rather than the worker."""
    with suppress(OSError):
        _OOM_SCORE.write_text("500")


@contextmanager
def memory_limited(more_bytes: int | None) -> Iterator[None]:
    """Within it, this process may take `more_bytes` of address space beyond what it has now; None is no limit."""
    if more_bytes is None or sys.platform != "linux":
        if more_bytes is not None:
            logger.warning("memory_bytes is not enforced on %s", sys.platform)
        yield
        return
    now = int(_STATM.read_text().split()[0]) * resource.getpagesize()
    before, hard = resource.getrlimit(resource.RLIMIT_AS)
    limits = [limit for limit in (now + more_bytes, before, hard) if limit != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_AS, (min(limits), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (before, hard))
