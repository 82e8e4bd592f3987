"""How long the answer to a large document takes once its last byte is sent: SQLite and PostgreSQL.

    python benchmarks/post_document.py [--megabytes 10] [--requests 30]

A served site (daphne) whose model takes five seconds a call, with no worker. One client sends `--megabytes` of text as
`file` of a form, no two alike, and measures from the last byte it hands to the kernel to the whole answer; beside it,
in turns, the same for a bare view that reads the body and hashes it. Prints p50 and p95 in milliseconds and writes them
to benchmarks/out/post_document.json. The target: p95 under 100 ms.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import secrets
import statistics
import time
from typing import Any

import django
from _site import DATABASES, in_child, on_each_database, report, served

TARGET_MS = 100.0
WARM_UP = 3
PIECE = 1 << 20
UNLIMITED = {"THROTTLE_SUBMISSION": "1000000/minute", "JOBS_MAX_QUEUED_PER_OWNER": "1000000"}
SLOW_MODEL = {"LLM_PROVIDER": "offline", "OFFLINE_LATENCY_SECONDS": "5"}
BOUNDARY = "bench-boundary"


def body_of(content: bytes) -> bytes:
    """The form: the file, and what is asked of it."""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="template"\r\n\r\nsummary\r\n'
    head += f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="bench.txt"\r\n\r\n'
    return head.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()


def timed(port: int, token: str, address: str, body: bytes) -> float:
    """Milliseconds from the last byte sent to the whole answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.putrequest("POST", address)
    for name, value in (
        ("Authorization", f"Bearer {token}"),
        ("Content-Type", f"multipart/form-data; boundary={BOUNDARY}"),
        ("Content-Length", str(len(body))),
    ):
        connection.putheader(name, value)
    connection.endheaders()
    for at in range(0, len(body), PIECE):
        connection.send(body[at : at + PIECE])
    start = time.perf_counter()
    answer = connection.getresponse()
    text = answer.read()
    took = (time.perf_counter() - start) * 1000
    connection.close()
    if answer.status not in {200, 202}:
        raise SystemExit(f"{address} answered {answer.status}: {text[:300]!r}")
    return took


def run(options: argparse.Namespace) -> dict[str, Any]:
    from _documents import text_of

    from accounts.models import User
    from accounts.services.api_tokens import create

    _, token = create(User.objects.create_user("bench@example.org", None), name="bench")
    text = text_of(int(options.megabytes * 1_000_000)).encode()
    took: dict[str, list[float]] = {"analyze": [], "bare": []}
    addresses = {"analyze": "/api/v1/analyze", "bare": "/api/v1/bare-body"}
    with served("benchmarks._bare:application") as site:
        for number in range(options.requests + WARM_UP):
            for name, address in addresses.items():
                milliseconds = timed(site.port, token, address, body_of(secrets.token_hex(8).encode() + text))
                if number >= WARM_UP:
                    took[name].append(milliseconds)
    figures: dict[str, Any] = {"requests": options.requests, "megabytes": options.megabytes}
    for name, values in took.items():
        cuts = statistics.quantiles(values, n=20)
        figures |= {f"{name}_p50_ms": round(cuts[9], 1), f"{name}_p95_ms": round(cuts[18], 1)}
    return figures | {"target_ms": TARGET_MS, "met": figures["analyze_p95_ms"] < TARGET_MS}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=float, default=10.0)
    parser.add_argument("--requests", type=int, default=30)
    parser.add_argument("--databases", nargs="+", default=list(DATABASES), choices=DATABASES)
    options = parser.parse_args()
    if in_child():
        django.setup()
        print(json.dumps(run(options)))
        return
    os.environ |= UNLIMITED | SLOW_MODEL
    arguments = ["--megabytes", str(options.megabytes), "--requests", str(options.requests)]
    rows = on_each_database(__file__, *arguments, databases=tuple(options.databases))
    report("post_document", rows)
    if not all(row["met"] for row in rows):
        raise SystemExit(f"The target of {TARGET_MS:.0f} ms is missed.")


if __name__ == "__main__":
    main()
