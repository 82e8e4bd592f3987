"""How soon a reader sees the first words of a reply: from the provider's first token to the frame at the socket.

    python benchmarks/chat_first_text.py [--turns 60] [--first 0.3] [--databases ...]

A served site (daphne), one `manage.py runworker`, and a model server on loopback whose first token comes `--first`
seconds after it is asked and carries the time at which it was sent. One reader at `/ws/conversations/{id}/` says
something, reads the reply to its end, and goes on. `from_post` is the time from the message to its first words, without
the model's own. Prints p50, p95 and the longest in milliseconds and writes them to benchmarks/out/chat_first_text.json.
The target: p95 under 150 ms.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import time
from typing import Any

import django
from _figures import publish
from _site import DATABASES, in_child, on_each_database, served
from _talker import said, talker

PIECES = 12
EVERY = 0.02
WARM_UP = 5
TARGET_MS = 150.0
UNLIMITED = {"THROTTLE_SUBMISSION": "1000000/minute"}


async def talk(reader: Any, turns: int, first: float) -> tuple[list[float], list[float]]:
    """The delays of the first words behind the first token, and behind the message, in milliseconds."""
    behind_token: list[float] = []
    behind_post: list[float] = []
    await reader.open()
    for number in range(turns + WARM_UP):
        began = time.time()
        heard = await reader.turn(f"What is number {number}?")
        if heard.faults:
            raise SystemExit(f"Turn {number}: {heard.faults}")
        if number >= WARM_UP:
            sent = said(heard.text)[0][1]
            behind_token.append(heard.delays[0])
            behind_post.append((sent - began - first) * 1000 + heard.delays[0])
    await reader.close()
    return behind_token, behind_post


def run(turns: int, first: float) -> dict[str, Any]:
    from _readers import readers
    from _workers import workers

    with served() as site, workers(1, kind="chat_reply"):
        (reader,) = readers(site, 1)
        behind_token, behind_post = asyncio.run(talk(reader, turns, first))
    cuts, post_cuts = (statistics.quantiles(found, n=100) for found in (behind_token, behind_post))
    return {
        "turns": turns,
        "p50_ms": round(cuts[49], 1),
        "p95_ms": round(cuts[94], 1),
        "max_ms": round(max(behind_token), 1),
        "from_post_p50_ms": round(post_cuts[49], 1),
        "from_post_p95_ms": round(post_cuts[94], 1),
        "target_ms": TARGET_MS,
        "met": cuts[94] <= TARGET_MS,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=int, default=60)
    parser.add_argument("--first", type=float, default=0.3, help="seconds from the request to the first token")
    parser.add_argument("--databases", nargs="+", default=list(DATABASES), choices=DATABASES)
    options = parser.parse_args()
    if in_child():
        django.setup()
        print(json.dumps(run(options.turns, options.first)))
        return
    arguments = ["--turns", str(options.turns), "--first", str(options.first)]
    with talker(options.first, PIECES, EVERY) as environment:
        os.environ |= UNLIMITED | environment
        rows = on_each_database(__file__, *arguments, databases=tuple(options.databases))
    publish("chat_first_text", rows, options=vars(options))
    if not all(row["met"] for row in rows):
        raise SystemExit(f"The target of {TARGET_MS:.0f} ms is missed.")


if __name__ == "__main__":
    main()
