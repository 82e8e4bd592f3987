// Everybody's jobs have no socket: they are looked up every few seconds, and the page says how current they are.
import { getJson } from "./http.js";
import { clock } from "./times.js";

const EVERY = 3000;
const time = document.querySelector("#as-of time");
const state = document.querySelector("#as-of [data-state]");
let timer = 0;

async function lookUp() {
  const query = new URLSearchParams(location.search);
  query.set("shown", [...document.querySelectorAll("#jobs [data-job]")].map((row) => row.dataset.job).join());
  const { at, jobs } = await getJson(`/jobs/current?${query}`);
  document.dispatchEvent(new CustomEvent("jobs:changed", { detail: jobs }));
  time.dateTime = at;
  time.textContent = clock(at);
  delete time.dataset.local;
}

async function again() {
  clearTimeout(timer);
  try {
    if (!document.hidden) await lookUp();
    state.textContent = `, looked up every ${EVERY / 1000} seconds`;
  } catch {
    state.textContent = "; the server does not answer";
  }
  clearTimeout(timer);
  timer = setTimeout(again, EVERY);
}

document.addEventListener("visibilitychange", () => document.hidden || again());
again();
