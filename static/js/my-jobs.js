// The signed-in person's jobs, on every page: other modules listen to `jobs:changed`.
import { report } from "./connection.js";
import { getJson } from "./http.js";
import { Live } from "./live.js";
import { announce, FINAL } from "./toasts.js";

const statuses = new Map();

function finishedNow(job) {
  const before = statuses.get(job.id);
  statuses.set(job.id, job.status);
  return before !== undefined && !FINAL.has(before) && FINAL.has(job.status);
}

function received(message) {
  if (!Array.isArray(message.jobs)) return;
  const here = document.querySelector("[data-job-page]")?.dataset.jobPage;
  for (const job of message.jobs) if (finishedNow(job) && job.id !== here) announce(job);
  document.dispatchEvent(new CustomEvent("jobs:changed", { detail: message.jobs }));
}

async function poll() {
  const page = await getJson("/api/v1/jobs?limit=50");
  return [{ type: "jobs", jobs: page.results }];
}

export function followMyJobs() {
  new Live({ path: "/ws/jobs/", onMessage: received, onState: (state) => report("jobs", state), poll }).start();
}
