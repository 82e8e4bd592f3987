"""`python -m jobs.worker.child PARENT`: runs one attempt, for the worker whose process id is PARENT."""

from __future__ import annotations

import sys

import django

from jobs.worker.child.limits import die_with, go_first, leave_signals_to_the_worker
from jobs.worker.child.streams import taken_over


def main() -> None:
    die_with(int(sys.argv[1]))
    leave_signals_to_the_worker()
    go_first()
    streams = taken_over()
    django.setup()
    from jobs.worker.child.attempt import serve  # noqa: PLC0415 - models cannot be imported before the setup

    serve(*streams)


if __name__ == "__main__":
    main()
