"""Drains N jobs that do nothing by procrastinate's worker; says how long it took, by the events it keeps.

DATABASE_URL=... python procrastinate_app.py N
"""

import asyncio
import json
import os
import sys

import procrastinate

CONCURRENCY = 20
SPAN = """
SELECT count(*) FILTER (WHERE type = 'succeeded') AS jobs, extract(epoch FROM max(at) - min(at))::float AS seconds
FROM procrastinate_events
WHERE type IN ('started', 'succeeded')
"""

connector = procrastinate.PsycopgConnector(conninfo=os.environ["DATABASE_URL"], max_size=CONCURRENCY)
app = procrastinate.App(connector=connector)


@app.task
async def nothing(n: int) -> int:
    return n


async def main(jobs: int) -> None:
    async with app.open_async():
        await app.schema_manager.apply_schema_async()
        await nothing.batch_defer_async(*({"n": n} for n in range(jobs)))
        await app.run_worker_async(wait=False, concurrency=CONCURRENCY, install_signal_handlers=False)
        print(json.dumps(await connector.execute_query_one_async(SPAN)))


asyncio.run(main(int(sys.argv[1])))
