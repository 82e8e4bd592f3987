// Drains N jobs that do nothing by graphile-worker; says how long it took, from the first job's start until its table
// is empty. It keeps neither row nor result.
//
//     DATABASE_URL=... PACKAGES=folder/with/node_modules node graphile_worker_app.mjs N

import { createRequire } from "node:module";
import { setTimeout } from "node:timers/promises";

const require = createRequire(`${process.env.PACKAGES}/`);
const { Logger, run, makeWorkerUtils } = require("graphile-worker");
const { Client } = require("pg");

const connectionString = process.env.DATABASE_URL;
const jobs = Number(process.argv[2]);
const logger = new Logger(() => () => {});
const preset = { worker: { localQueue: { size: 500 }, completeJobBatchDelay: 0, failJobBatchDelay: 0 } };
const ADD = "SELECT count(graphile_worker.add_job('nothing', json_build_object('n', n))) FROM generate_series(1, $1) n";
const LEFT = "SELECT EXISTS (SELECT 1 FROM graphile_worker._private_jobs) AS left";

const utils = await makeWorkerUtils({ connectionString, logger });
await utils.migrate();
await utils.release();
const client = new Client({ connectionString });
await client.connect();
await client.query(ADD, [jobs]);

let began = 0;
let done = 0;
const nothing = async (payload) => {
  began ||= performance.now();
  done += 1;
  return payload.n;
};
const runner = await run({
  connectionString, logger, preset, concurrency: 24, noHandleSignals: true, taskList: { nothing },
});
while ((await client.query(LEFT)).rows[0].left) await setTimeout(2);
console.log(JSON.stringify({ jobs: done, seconds: (performance.now() - began) / 1000 }));
await runner.stop();
await client.end();
