"""`python -m jobs.worker.child PARENT`: runs one attempt, for the worker whose process id is PARENT."""

from __future__ import annotations

import gc
import sys

import django

from jobs.worker.child.limits import die_with, go_first, leave_signals_to_the_worker
from jobs.worker.child.streams import taken_over


def main() -> None:
    die_with(int(sys.argv[1]))
    leave_signals_to_the_worker()
    go_first()
    streams = taken_over()
    gc.disable()  # what is imported at the start stays: looking for garbage in it takes a tenth of the start
    django.setup()
    from jobs.worker.child.attempt import serve  # noqa: PLC0415 - models cannot be imported before the setup

    gc.freeze()
    gc.enable()
    serve(*streams)


if __name__ == "__main__":
    main()
