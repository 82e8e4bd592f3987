// Tells when tasks changed, wherever that was done: pages and the timer's bar listen to `tasks:changed`.
const seen = new Map();
let heard = false;

function changed(job) {
  const isNews = seen.get(job.id) !== job.last_seq;
  seen.set(job.id, job.last_seq);
  return isNews;
}

function received(jobs, gone = []) {
  const tasks = jobs.filter((job) => job.kind === "manual");
  const news = tasks.filter(changed);
  // What came between the making of this page and its connection shows only by looking again.
  const isFirst = !heard;
  heard = true;
  const isWatched = document.querySelector("#tasks-view, #timer form") !== null;
  const isNews = isFirst ? isWatched || tasks.some((job) => job.status === "processing") : news.length + gone.length > 0;
  if (isNews) document.dispatchEvent(new Event("tasks:changed"));
}

export function watchTasks() {
  document.addEventListener("jobs:changed", (event) => received(event.detail));
  document.addEventListener("jobs:assigned", (event) => received(event.detail.jobs, event.detail.gone));
}
