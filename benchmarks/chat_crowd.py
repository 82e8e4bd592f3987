"""Many conversations that stream at once: one worker process, one web process, nothing lost, memory flat.

    python benchmarks/chat_crowd.py [--conversations 200] [--rounds 4] [--databases ...]

A served site (daphne), one `manage.py runworker`, and a model server on loopback. Each conversation has a reader at its
socket. In each round all of them say something within `--spread` seconds and read their replies to the end, `--pieces`
words, one every `--every` seconds, so that all stream at once. A piece that is missing, comes twice or out of order,
and a reply that is not the one that is stored, is a fault; `refused` are messages that a busy server took later only.
`worker_mib` and `web_mib` are the memory of the two after each round; `first` the delays of the first words behind the
model's first token, `words` those of all. Then everybody says one thing more, and in the middle of the replies the web
process is asked to end: `end_s` is how long it takes, `told` how many of the readers it told to come back. Writes
benchmarks/out/chat_crowd.json. The target: no fault, memory of both after the last round within a tenth of what it was
after the first, an end within 5 seconds. Only Linux tells memory.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import os
import statistics
import time
from typing import Any

import django
from _figures import publish
from _site import DATABASES, in_child, on_each_database, served
from _talker import talker

FIRST = 0.3
REST_SECONDS = 2.0
UNTIL_STREAMING = 3.0
FLAT = 1.1
END_SECONDS = 5.0
COME_BACK = 4012
UNLIMITED = {"THROTTLE_SUBMISSION": "1000000/minute", "THROTTLE_USER": "1000000/minute"}


async def converse(people: list[Any], rounds: int, spread: float, memory: Any) -> dict[str, Any]:
    """What they heard, and the memory after each round."""
    used, heard, seconds = [], [], []
    for each in people:
        await each.open()
    for number in range(rounds):
        began = time.monotonic()
        turns = (
            each.turn(f"What is number {number}?", place * spread / len(people)) for place, each in enumerate(people)
        )
        heard += await asyncio.gather(*turns)
        seconds.append(time.monotonic() - began)
        await asyncio.sleep(REST_SECONDS)
        used.append(memory())
    faults = [fault for each in heard for fault in each.faults]
    return {"heard": heard, "memory": used, "faults": faults, "round_s": max(seconds)}


async def told_to_leave(people: list[Any], spread: float, process: Any) -> dict[str, float]:
    """The web process ends in the middle of everybody's reply."""
    pause = spread / len(people)
    closes = [
        asyncio.ensure_future(each.until_closed("Tell me more.", place * pause)) for place, each in enumerate(people)
    ]
    await asyncio.sleep(spread + UNTIL_STREAMING)
    began = time.monotonic()
    process.terminate()
    await asyncio.to_thread(process.wait, 60)
    took = time.monotonic() - began
    codes = await asyncio.gather(*closes)
    return {"end_s": took, "told": sum(code == COME_BACK for code in codes)}


def run(conversations: int, rounds: int, spread: float) -> dict[str, Any]:
    from _cost import cpu_seconds, memory_mib
    from _readers import readers
    from _workers import workers

    with served() as site, workers(1, "--concurrency", str(conversations), kind="chat_reply") as (worker,):
        pids = {"worker": worker, "web": site.process.pid}

        def memory() -> dict[str, float | None]:
            return {name: memory_mib(pid)["mib"] for name, pid in pids.items()}

        async def measure() -> tuple[dict[str, Any], dict[str, float], dict[str, float | None]]:
            found = await converse(people, rounds, spread, memory)
            cpu = {f"{name}_cpu_s": cpu_seconds(pid) for name, pid in pids.items()}
            return found, await told_to_leave(people, spread, site.process), cpu

        people = readers(site, conversations)
        found, left, cpu = asyncio.run(measure())
    first = statistics.quantiles([each.delays[0] for each in found["heard"] if each.delays], n=100)
    words = statistics.quantiles(itertools.chain.from_iterable(each.delays for each in found["heard"]), n=100)
    return {
        "conversations": conversations,
        "turns": len(found["heard"]),
        "faults": len(found["faults"]),
        "refused": sum(each.refused for each in people),
        "round_s": round(found["round_s"], 1),
        "first_p50_ms": round(first[49], 1),
        "first_p95_ms": round(first[94], 1),
        "words_p95_ms": round(words[94], 1),
        **{f"{name}_mib": [step[name] and round(step[name]) for step in found["memory"]] for name in ("worker", "web")},
        **cpu,
        "end_s": round(left["end_s"], 2),
        "told": left["told"],
        "samples": found["faults"][:5],
    }


def is_met(row: dict[str, Any]) -> bool:
    flat = all(used[-1] is None or used[-1] <= used[0] * FLAT for used in (row["worker_mib"], row["web_mib"]))
    return flat and not row["faults"] and row["end_s"] <= END_SECONDS and row["told"] == row["conversations"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--conversations", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--spread", type=float, default=8.0, help="seconds in which all say something")
    parser.add_argument("--pieces", type=int, default=60, help="words of a reply")
    parser.add_argument("--every", type=float, default=0.25, help="seconds from one word to the next")
    parser.add_argument("--databases", nargs="+", default=list(DATABASES), choices=DATABASES)
    options = parser.parse_args()
    if in_child():
        django.setup()
        print(json.dumps(run(options.conversations, options.rounds, options.spread)))
        return
    arguments = ["--conversations", str(options.conversations), "--rounds", str(options.rounds)]
    arguments += ["--spread", str(options.spread)]
    with talker(FIRST, options.pieces, options.every) as environment:
        os.environ |= UNLIMITED | environment
        rows = on_each_database(__file__, *arguments, databases=tuple(options.databases))
    publish("chat_crowd", rows, options=vars(options))
    if not all(is_met(row) for row in rows):
        raise SystemExit("The target is missed.")


if __name__ == "__main__":
    main()
