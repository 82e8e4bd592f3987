// The signed-in person's jobs, on every page: other modules listen to `jobs:changed`.
import { report } from "./connection.js";
import { getJson } from "./http.js";
import { Live } from "./live.js";
import { announce, FINAL } from "./toasts.js";

const RECENT = 60_000;
const statuses = new Map();
let heard = false;

/** Whether `job` became final since the last message; a quick one may be final when first heard of. */
function finishedNow(job) {
  const before = statuses.get(job.id);
  statuses.set(job.id, job.status);
  if (!heard || !FINAL.has(job.status)) return false;
  if (before === undefined) return Date.now() - Date.parse(job.finished_at) < RECENT;
  return !FINAL.has(before);
}

function received(message) {
  if (!Array.isArray(message.jobs)) return;
  if (message.type === "assigned") {
    document.dispatchEvent(new CustomEvent("jobs:assigned", { detail: message }));
    return;
  }
  const here = document.querySelector("[data-job-page]")?.dataset.jobPage;
  // Where one talks, a reply that is there is seen.
  const talks = document.querySelector("[data-conversation]") !== null;
  // A reminder is told by what it reminds of.
  const isSeen = (job) => job.id === here || job.kind === "reminder" || (talks && job.kind === "chat_reply");
  for (const job of message.jobs) if (finishedNow(job) && !isSeen(job)) announce(job);
  heard = true;
  document.dispatchEvent(new CustomEvent("jobs:changed", { detail: message.jobs }));
}

async function poll() {
  const page = await getJson("/api/v1/jobs?limit=50");
  const assigned = await getJson("/api/v1/jobs?assignee=me&kind=manual&limit=50");
  return [{ type: "jobs", jobs: page.results }, { type: "assigned", jobs: assigned.results, gone: [] }];
}

export function followMyJobs() {
  new Live({ path: "/ws/jobs/", onMessage: received, onState: (state) => report("jobs", state), poll }).start();
}
