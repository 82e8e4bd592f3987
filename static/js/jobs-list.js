// Keeps the rows in view current; new jobs wait behind a pill, so that nothing moves under the reader.
import { showProgress, showStatus, spent } from "./badge.js";
import { getFragment } from "./http.js";

const list = document.getElementById("jobs");
const pill = document.getElementById("new-jobs");
const unseen = new Set();

const row = (id) => list.querySelector(`[data-job="${CSS.escape(id)}"]`);

function update(element, job) {
  showStatus(element.querySelector(".badge"), job.status);
  showProgress(element.querySelector(".progress"), job.progress, job.status);
  const title = element.querySelector(".row-link");
  if (job.title && title.textContent !== job.title) title.textContent = job.title;
  const cost = element.querySelector("[data-cost]");
  const simulated = job.usage?.simulated_cost_usd;
  if (cost) cost.textContent = spent(job.cost_usd, simulated);
}

function isNew(job) {
  const newest = list.dataset.newest;
  const { status, kind } = list.dataset;
  if (list.dataset.counts !== "yes" || (newest && job.created_at <= newest)) return false;
  return (!status || status.split(" ").includes(job.status)) && (!kind || kind === job.kind);
}

function changed(jobs) {
  for (const job of jobs) {
    const element = row(job.id);
    if (element) update(element, job);
    else if (isNew(job)) unseen.add(job.id);
  }
  pill.hidden = unseen.size === 0;
  pill.textContent = `${unseen.size} new`;
}

async function showNew() {
  if (list.tagName !== "TBODY") {
    location.reload(); // there was no table yet
    return;
  }
  const body = await getFragment(location.href);
  const fresh = body.querySelector("#jobs");
  for (const element of fresh.querySelectorAll("[data-job]")) {
    if (unseen.has(element.dataset.job)) element.dataset.fresh = "yes";
  }
  list.dataset.newest = fresh.dataset.newest ?? "";
  list.replaceChildren(...fresh.childNodes);
  unseen.clear();
  pill.hidden = true;
  document.dispatchEvent(new Event("page:changed"));
}

function isTyping(target) {
  return target.closest("input, textarea, select, dialog") !== null;
}

function moveFocus(step) {
  const links = [...list.querySelectorAll(".row-link")];
  const index = links.indexOf(document.activeElement);
  const next = index < 0 ? 0 : Math.min(links.length - 1, Math.max(0, index + step));
  links[next]?.focus();
}

document.addEventListener("jobs:changed", (event) => changed(event.detail));
pill.addEventListener("click", showNew);
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (event.key === "j") moveFocus(1);
  if (event.key === "k") moveFocus(-1);
  if (event.key === "/") {
    event.preventDefault();
    document.getElementById("job-search")?.focus();
  }
});
