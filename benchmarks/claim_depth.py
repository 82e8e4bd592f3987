"""What a claim costs in a queue with millions of jobs, beside one that is nearly empty. PostgreSQL.

    python benchmarks/claim_depth.py [--pending 1000000] [--finished 1000000] [--scheduled 100000] [--rounds 5]

Three databases take turns, each with a process of its own: `nearly empty` has 1,000 pending jobs; `deep` has those that
wait and those that are finished; `deep, more for later` has scheduled ones too. A sample is the median of 20 claims of
100 jobs by the queue's own `claim`, each committed, settled as completed and made up for by new pending ones; how long
settling took, and looking for scheduled jobs that are due, is shown too. Prints medians and ratios and writes them to
benchmarks/out/claim_depth.json.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

import django
import uuid_utils.compat as uuid
from _figures import Sample, interleaved, publish, rows_of
from _noop import KIND
from _site import ROOT, fresh, migrated
from _workers import PRODUCTION

if TYPE_CHECKING:
    from _crowd import Crowd

BATCH = 100
CLAIMS = 20
FEW = 1_000
NEARLY_EMPTY = "nearly empty"


def milliseconds(function: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    answer = function()
    return (time.perf_counter() - start) * 1000, answer


def sample(crowd: Crowd) -> Sample:
    from _crowd import PENDING

    from jobs.queue.claim import claim
    from jobs.queue.commit import Write, commit
    from jobs.queue.report import Settle
    from jobs.queue.stage import stage
    from jobs.states import AttemptOutcome

    took: dict[str, list[float]] = {"claim_ms": [], "settle_ms": [], "stage_ms": []}
    worker = uuid.uuid7()
    for _ in range(CLAIMS):
        claiming, custodians = milliseconds(lambda: claim(worker, {KIND: 1}, BATCH))
        done = [Write.of(each, Settle(AttemptOutcome.COMPLETED, {"n": each.payload["n"]})) for each in custodians]
        settling, outcomes = milliseconds(lambda done=done: commit(done))
        if outcomes != [None] * BATCH:
            raise SystemExit(f"{outcomes.count(None)} of {BATCH} jobs were claimed and settled: the claim is no claim.")
        staging, _ = milliseconds(stage)
        for name, value in zip(took, (claiming, settling, staging), strict=True):
            took[name].append(value)
        crowd.add(BATCH, PENDING)
    return {name: statistics.median(values) for name, values in took.items()}


def serve(pending: int, finished: int, scheduled: int) -> None:
    """Fill this process's database, then print a sample for each line that comes in."""
    django.setup()
    from _crowd import FINISHED, PENDING, SCHEDULED, Crowd

    crowd = Crowd()
    for count, state in ((finished, FINISHED), (pending, PENDING), (scheduled, SCHEDULED)):
        crowd.add(count, state)
    crowd.settle_down()
    sample(crowd)
    print("ready", flush=True)
    for _ in sys.stdin:
        print(json.dumps(sample(crowd)), flush=True)


@contextmanager
def queue_with(pending: int, finished: int = 0, scheduled: int = 0) -> Iterator[Callable[[], Sample]]:
    """Takes a sample of a queue of these sizes, in a database and a process of its own."""
    with fresh("postgresql") as url:
        sizes = [str(pending), str(finished), str(scheduled)]
        command = [sys.executable, __file__, "--serve", *sizes]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        with subprocess.Popen(command, cwd=ROOT, env=migrated(url), text=True, **pipes) as process:

            def answer() -> str:
                line = process.stdout.readline()
                if not line:
                    raise SystemExit(f"The process with {', '.join(sizes)} jobs ended.")
                return line

            def take() -> Sample:
                process.stdin.write("\n")
                process.stdin.flush()
                return dict(json.loads(answer()))

            try:
                answer()
                yield take
            finally:
                process.stdin.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pending", type=int, default=1_000_000)
    parser.add_argument("--finished", type=int, default=1_000_000)
    parser.add_argument("--scheduled", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--serve", type=int, nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve(*options.serve)
        return
    os.environ |= PRODUCTION
    with ExitStack() as stack:
        deep = (options.pending, options.finished)
        queues = {
            NEARLY_EMPTY: stack.enter_context(queue_with(FEW)),
            "deep": stack.enter_context(queue_with(*deep)),
            "deep, more for later": stack.enter_context(queue_with(*deep, options.scheduled)),
        }
        samples = interleaved(queues, options.rounds)
    publish("claim_depth", rows_of(samples, "claim_ms", NEARLY_EMPTY), options=vars(options), samples=samples)


if __name__ == "__main__":
    main()
