// The job page, live: events patch what is cheap and ask the server again for what is not.
import { showProgress, showStatus } from "./badge.js";
import { backoff } from "./backoff.js";
import { report } from "./connection.js";
import { getFragment, getJson } from "./http.js";
import { Live } from "./live.js";
import { LogView } from "./log-view.js";
import { StreamView } from "./stream-view.js";
import { setTitle } from "./title.js";

const REFRESH_AFTER = 200;
const page = document.querySelector("[data-job-page]");
const parts = document.getElementById("parts");
const id = page.dataset.jobPage;
const log = new LogView(document.getElementById("log"));
const stream = new StreamView(document.getElementById("stream"));
const shown = Number(page.dataset.shown);
const served = new Map();
let seq = Number(page.dataset.seq);
let status = page.dataset.status;
let progress = Number(page.dataset.progress);
let message = "";
let refreshTimer = 0;
let isAsking = false;
let isAskedAgain = false;
let failures = 0;

// One question at a time: the older of two answers may come last, and nothing would ever put its parts right.
async function refresh() {
  refreshTimer = 0;
  isAskedAgain = isAsking;
  if (isAsking) return;
  isAsking = true;
  try {
    const body = await getFragment(`/jobs/${id}`);
    for (const fresh of body.querySelectorAll("[data-part]")) replaceIfChanged(fresh);
    failures = 0;
  } catch {
    refreshSoon(backoff(++failures));
  } finally {
    isAsking = false;
  }
  if (isAskedAgain) refreshSoon();
  show();
  document.dispatchEvent(new Event("page:changed"));
}

// A part that is as it was stays: a button that is being pressed, or has the focus, is the same button afterwards.
function replaceIfChanged(fresh) {
  const name = fresh.dataset.part;
  const old = document.querySelector(`[data-part="${name}"]`);
  if (!old) return;
  const before = served.get(name) ?? withoutTokens(old);
  const after = withoutTokens(fresh);
  served.set(name, after);
  if (!after.isEqualNode(before)) old.replaceChildren(...fresh.childNodes);
}

// Every answer has other tokens in its forms.
function withoutTokens(part) {
  const content = document.createDocumentFragment();
  content.append(...part.cloneNode(true).childNodes);
  for (const token of content.querySelectorAll("[name=csrfmiddlewaretoken]")) token.removeAttribute("value");
  return content;
}

function refreshSoon(after = REFRESH_AFTER) {
  refreshTimer ||= setTimeout(refresh, after);
}

function show() {
  for (const badge of document.querySelectorAll("[data-job-badge] .badge")) showStatus(badge, status);
  for (const bar of document.querySelectorAll("[data-job-progress] .progress")) showProgress(bar, progress, status);
  // A part that the server told before the event would put the older message back.
  const words = document.querySelector("[data-progress-message]");
  if (words && (message || isCountedByParts()) && status === "processing") words.textContent = message;
  // What the server told of another state is not so any more, however long its next answer takes.
  for (const told of document.querySelectorAll("[data-holds-while]")) told.hidden = told.dataset.holdsWhile !== status;
  setTitle(`${progress && status === "processing" ? `${progress} % ` : ""}${page.dataset.title}`);
}

// While parts are worked, what is shown of them comes from one answer: map, words and bar never disagree.
function isCountedByParts() {
  return parts.hasAttribute("data-live") && !document.hidden;
}

function countedByParts({ detail }) {
  if (status !== "processing") return;
  ({ progress, message } = detail);
  show();
}

function stateChanged(event) {
  status = event.data.status ?? status;
  progress = event.data.progress ?? progress;
  if (status !== "processing") stream.clear();
  refreshSoon();
}

const HANDLERS = {
  state: stateChanged,
  done: stateChanged,
  progress(event) {
    if (isCountedByParts()) return;
    progress = event.data.progress ?? progress;
    message = event.message || message;
  },
  step(event) {
    if (event.data.phase === "started") stream.begin();
    else stream.finish(event.data.step);
    refreshSoon();
  },
  usage: () => refreshSoon(),
};

function apply(event) {
  if (event.seq <= seq) return;
  seq = event.seq;
  if (event.type === "delta") return stream.add(event.data);
  if (event.seq <= shown) return;
  HANDLERS[event.type]?.(event);
  log.add(event);
  show();
}

function received(message) {
  if (message.type !== "snapshot") return apply(message);
  if (message.job.status !== status) refreshSoon();
  ({ status } = message.job);
  if (!isCountedByParts()) ({ progress } = message.job);
  show();
}

document.addEventListener("parts:told", countedByParts);

async function poll() {
  const page = await getJson(`/api/v1/jobs/${id}/events?after=${seq}`);
  return page.results;
}

new Live({
  path: `/ws/jobs/${id}/`,
  cursor: () => seq,
  onMessage: received,
  onState: (state) => report("job", state),
  poll,
}).start();
