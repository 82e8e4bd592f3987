// Reminders on any page: a toast as they come, a number at the bell for those that are not dismissed.
import { getJson, sendJson } from "./http.js";
import { FINAL } from "./toasts.js";

const ADDRESS = "/api/v1/notices";
const EVERY = 60_000; // those of tasks that somebody else owns come without a word on the socket
const bell = document.getElementById("bell");
const toasts = document.getElementById("toasts");
const template = document.getElementById("notice-template");
let known = null;
let isLooking = false;

function show(count) {
  bell.dataset.count = count;
  bell.querySelector(".bell-count").textContent = count;
  bell.setAttribute("aria-label", `Reminders, ${count} not dismissed`);
}

function toast(notice) {
  const made = template.content.firstElementChild.cloneNode(true);
  const link = made.querySelector("a");
  link.textContent = notice.text;
  link.href = notice.links.page ?? bell.href;
  made.dataset.notice = notice.id;
  made.querySelector("button").setAttribute("aria-label", `Dismiss the reminder ${notice.text}`);
  toasts.append(made);
}

async function look() {
  if (isLooking || document.hidden) return;
  isLooking = true;
  try {
    const { count, results } = await getJson(ADDRESS);
    show(count);
    const ids = new Set(results.map(({ id }) => id));
    for (const old of toasts.querySelectorAll("[data-notice]")) if (!ids.has(old.dataset.notice)) old.remove();
    // What was there when the page was opened is told by the bell alone.
    for (const notice of [...results].reverse()) if (known && !known.has(notice.id)) toast(notice);
    known = new Set([...(known ?? []), ...ids]);
  } catch {
    // The next look is soon enough.
  } finally {
    isLooking = false;
  }
}

async function dismiss(made) {
  await sendJson("POST", `${ADDRESS}/dismiss`, { ids: [made.dataset.notice] });
  made.remove();
  show(Math.max(0, Number(bell.dataset.count) - 1));
}

export function followNotices() {
  if (!bell) return;
  toasts.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-dismiss-notice]");
    if (button) dismiss(button.closest(".toast")).catch(() => (button.textContent = "Try again"));
  });
  document.addEventListener("jobs:changed", ({ detail }) => {
    if (detail.some((job) => job.kind === "reminder" && FINAL.has(job.status))) look();
  });
  document.addEventListener("visibilitychange", look);
  setInterval(look, EVERY);
  look();
}
