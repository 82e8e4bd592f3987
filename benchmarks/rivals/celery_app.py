"""Drains N jobs that do nothing by a celery worker on Redis; says how long it took, by the results it keeps.

    REDIS_URL=... python celery_app.py N

A job is acknowledged after it ran. All keys have a prefix of this run's own and are removed afterwards.
"""

import json
import os
import subprocess
import sys
import time
from datetime import datetime
from uuid import uuid4

import redis
from celery import Celery

URL = os.environ["REDIS_URL"]
PREFIX = os.environ.setdefault("CELERY_BENCHMARK_PREFIX", f"bench-stq-{uuid4().hex}-")
PATIENCE = 600.0
# The fastest of its pools for jobs that do nothing: threads take 1.6 times as long, gevent 2.4, a forked child 2.1.
WORKER = ["--pool=solo", "--without-gossip", "--without-mingle", "--without-heartbeat"]

app = Celery("celery_app", broker=URL, backend=URL)
app.conf.update(
    task_acks_late=True,
    worker_prefetch_multiplier=10,
    broker_transport_options={"global_keyprefix": PREFIX},
    result_backend_transport_options={"global_keyprefix": PREFIX},
)


@app.task
def nothing() -> float:
    """When it began."""
    return time.time()


def main(jobs: int) -> None:
    store = redis.Redis.from_url(URL)
    try:
        keys = [f"{PREFIX}celery-task-meta-{nothing.delay().id}" for _ in range(jobs)]
        command = [sys.executable, "-m", "celery", "-A", "celery_app", "worker", "--loglevel=ERROR", *WORKER]
        worker = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        try:
            deadline = time.monotonic() + PATIENCE
            while store.exists(*keys) < jobs and worker.poll() is None and time.monotonic() < deadline:
                time.sleep(0.25)
        finally:
            worker.terminate()
            worker.wait(60)
        results = [json.loads(found) for found in store.mget(keys) if found]
        ends = [datetime.fromisoformat(each["date_done"]).timestamp() for each in results]
        print(json.dumps({"jobs": len(ends), "seconds": max(ends) - min(each["result"] for each in results)}))
    finally:
        for key in store.scan_iter(f"{PREFIX}*", count=10_000):
            store.delete(key)


if __name__ == "__main__":
    main(int(sys.argv[1]))
