"""How long an event takes from its writing to the frame at a client: 50 sockets, SQLite and PostgreSQL.

    python benchmarks/live_latency.py [--sockets 50] [--seconds 8]

A served site (daphne) on a database of its own; five jobs of five people, ten sockets each; a writer commits
20 events a second, spread over the jobs, each stamped just before its commit. Prints p50, p95 and p99 in
milliseconds and writes them to benchmarks/out/live_latency.json.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import time
from typing import TYPE_CHECKING, Any

import django
import uuid_utils.compat as uuid
from _site import DATABASES, in_child, on_each_database, report, served
from websockets.asyncio.client import connect

from tests.support.waiting import wait_for_async

if TYPE_CHECKING:
    from jobs.handlers import Custodian

PEOPLE = 5
EVENTS_PER_SECOND = 20


def write_events(custodians: list[Custodian], until: float) -> int:
    """Commit stamped events for the claimed jobs in turn; how many."""
    from jobs.events import logged
    from jobs.queue.commit import Write, commit
    from jobs.queue.writes import Batch

    count = 0
    while time.time() < until:
        custodian = custodians[count % len(custodians)]
        batch = Batch(facts=[logged("stamp", written=time.time())])
        commit([Write(custodian.job_id, custodian.lease_id, batch)])
        count += 1
        time.sleep(1 / EVENTS_PER_SECOND)
    return count


async def listen(url: str, ticket: str, delays: list[float], ready: asyncio.Semaphore, until: float) -> None:
    async with connect(url, subprotocols=["stq", f"ticket.{ticket}"]) as socket:
        await socket.recv()
        ready.release()
        try:
            async with asyncio.timeout(max(0.0, until - time.time()) + 60):
                async for frame in socket:
                    event = json.loads(frame)
                    if event["type"] == "log":
                        delays.append((time.time() - event["data"]["written"]) * 1000)
        except TimeoutError:
            return


async def arrived(delays: list[float], expected: int) -> bool:
    return len(delays) >= expected


async def measure(
    port: int, sockets: list[tuple[str, str]], custodians: list[Custodian], seconds: float
) -> list[float]:
    delays: list[float] = []
    ready = asyncio.Semaphore(0)
    tasks = [
        asyncio.create_task(listen(f"ws://127.0.0.1:{port}{path}", ticket, delays, ready, time.time() + seconds))
        for path, ticket in sockets
    ]
    for _ in sockets:
        await ready.acquire()
    written = await asyncio.to_thread(write_events, custodians, time.time() + seconds)
    expected = written * len(sockets) // PEOPLE
    await wait_for_async(lambda: arrived(delays, expected), within=10, what=f"{expected} frames")
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return delays


def run(sockets: int, seconds: float) -> dict[str, Any]:
    from accounts.models import User
    from accounts.services.tickets import issue
    from jobs.queue.claim import claim
    from jobs.testing import enqueue, scripted

    people = [User.objects.create_user(f"p{number}@example.org", None) for number in range(PEOPLE)]
    with scripted():
        jobs = [enqueue(person.pk) for person in people]
        custodians = claim(uuid.uuid7(), {"scripted": 1}, PEOPLE)
    with served() as site:
        wanted = [(f"/ws/jobs/{jobs[n % PEOPLE].pk}/", issue(people[n % PEOPLE])) for n in range(sockets)]
        delays = sorted(asyncio.run(measure(site.port, wanted, custodians, seconds)))
    cuts = statistics.quantiles(delays, n=100)
    return {
        "sockets": sockets,
        "frames": len(delays),
        "p50_ms": round(cuts[49], 1),
        "p95_ms": round(cuts[94], 1),
        "p99_ms": round(cuts[98], 1),
        "max_ms": round(delays[-1], 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sockets", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=8.0)
    options = parser.parse_args()
    if in_child():
        django.setup()
        print(json.dumps(run(options.sockets, options.seconds)))
    else:
        arguments = ["--sockets", str(options.sockets), "--seconds", str(options.seconds)]
        report("live_latency", on_each_database(__file__, *arguments, databases=DATABASES))


if __name__ == "__main__":
    main()
