// The bar of the running timer, on every page: it counts on from the server's seconds, and asks again when told to.
import { getFragment } from "./http.js";
import { setTitlePrefix } from "./title.js";
import { tell } from "./toasts.js";

const LOOK_AGAIN = 60_000; // so that a clock that slept with its machine is right again
const frame = document.getElementById("timer");
let countedFrom = performance.now();
let asked = 0;

export function clockOf(seconds) {
  const two = (count) => String(count).padStart(2, "0");
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

function tick() {
  const form = frame.querySelector("form");
  if (!form) return setTitlePrefix("");
  const text = clockOf(Math.floor(Number(form.dataset.seconds) + (performance.now() - countedFrom) / 1000));
  form.querySelector(".timer-clock").textContent = text;
  setTitlePrefix(`${text} ${form.dataset.title || "Timer"}`);
}

async function look() {
  const turn = ++asked;
  const body = await getFragment("/tasks/timer");
  if (turn !== asked) return; // a later answer is on its way
  countedFrom = performance.now();
  const hadFocus = frame.contains(document.activeElement);
  frame.replaceChildren(...body.childNodes);
  if (hadFocus) frame.querySelector("button")?.focus();
  tick();
}

const lookAgain = () => look().catch(() => {});

async function stop(event) {
  event.preventDefault();
  event.stopPropagation();
  const form = event.target;
  event.submitter?.setAttribute("aria-busy", "true");
  const headers = { "HX-Request": "true" };
  try {
    const response = await fetch(form.action, { method: "POST", headers, body: new FormData(form) });
    const answer = await response.json();
    tell(answer.said ?? answer.detail);
    document.dispatchEvent(new Event("tasks:changed"));
  } catch {
    tell("The server was not reached: the timer still runs. Try again.");
    event.submitter?.removeAttribute("aria-busy");
  }
}

export function keepTimer() {
  if (!frame) return;
  tick();
  setInterval(tick, 1000);
  setInterval(() => document.hidden || !frame.querySelector("form") || lookAgain(), LOOK_AGAIN);
  frame.addEventListener("submit", stop);
  document.addEventListener("tasks:changed", lookAgain);
  document.addEventListener("visibilitychange", () => document.hidden || lookAgain());
  window.addEventListener("pageshow", (event) => event.persisted && lookAgain());
}
