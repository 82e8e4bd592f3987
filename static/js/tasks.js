// The tasks' page, live: another tab's change shows without a reload, and buttons, drags and keys move tasks.
import { Board } from "./board.js";
import { getFragment } from "./http.js";
import { isSameContent } from "./same-content.js";
import { tell } from "./toasts.js";

const REFRESH_AFTER = 100;
const view = document.getElementById("tasks-view");
const moves = document.getElementById("task-moves");
const dialog = document.getElementById("ask-timer");
const board = new Board(view, (id, to) => move(id, to));
let timer = 0;
let isAsking = false;
let isAskedAgain = false;
let moving = 0; // moves that the server has not answered
let begun = 0;
let focusOn = null; // the task that was moved: it has the focus where it went, unless somebody took that elsewhere

// One question at a time, and none while a card is in the hand or on its way.
async function refresh() {
  timer = 0;
  isAskedAgain = isAsking || board.isInHand || moving > 0;
  if (isAskedAgain) return;
  const before = begun;
  isAsking = true;
  view.setAttribute("aria-busy", "true");
  try {
    const fresh = await getFragment(location.href);
    if (board.isInHand || begun !== before) isAskedAgain = true; // it was taken meanwhile: this is of before
    else show(fresh);
  } catch {
    // The connection's mark says that the server is away; what comes back from it asks again.
  } finally {
    isAsking = false;
    view.removeAttribute("aria-busy");
  }
  if (isAskedAgain) refreshSoon();
}

// What is as the server says stays: a button that is being pressed is the same button afterwards.
function show(fresh) {
  const held = document.activeElement.closest?.("[data-task]")?.dataset.task ?? focusOn;
  focusOn = null;
  if (isSameContent(view, fresh)) return;
  view.replaceChildren(...fresh.childNodes);
  if (held) view.querySelector(`[data-task="${CSS.escape(held)}"] a`)?.focus();
  document.dispatchEvent(new Event("page:changed"));
}

function refreshSoon() {
  timer ||= setTimeout(refresh, REFRESH_AFTER);
}

/** Whether the server has moved the task; where it has not, it has said why. */
async function move(id, to, more = {}) {
  const address = `/tasks/${id}/${to === "stop" ? "stop" : "move"}`;
  begun++;
  moving++;
  const isDone = await send(address, { to, ...more }, (answer) => askToStop(id, to, answer));
  moving--;
  focusOn = id;
  await refresh();
  return isDone;
}

async function send(address, fields, ifBusy) {
  const body = new FormData(moves);
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  try {
    const response = await fetch(address, { method: "POST", headers: { "HX-Request": "true" }, body });
    const answer = await response.json();
    if (response.status === 409 && answer.running) return await ifBusy(answer);
    if (answer.said || answer.detail) tell(answer.said ?? answer.detail);
    if (response.ok) document.dispatchEvent(new Event("tasks:changed"));
    return response.ok;
  } catch {
    tell("The server was not reached: nothing was changed. Try again.");
    return false;
  }
}

/** One timer runs for each person: another one is stopped only when they say so. */
function askToStop(id, to, answer) {
  dialog.querySelector("[data-why]").textContent = answer.detail;
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) => {
    const answered = () => resolve(dialog.returnValue === "yes" ? move(id, to, { stop_other: "yes" }) : false);
    dialog.addEventListener("close", answered, { once: true });
  });
}

function clicked(event) {
  const button = event.target.closest('button[form="task-moves"]');
  if (!button) return;
  event.preventDefault();
  button.setAttribute("aria-busy", "true");
  const id = button.closest("[data-task]").dataset.task;
  move(id, "stop" in button.dataset ? "stop" : button.value).finally(() => button.removeAttribute("aria-busy"));
}

view.addEventListener("click", clicked);
document.addEventListener("tasks:changed", refreshSoon);
document.addEventListener("drag:ended", () => isAskedAgain && refreshSoon());
document.addEventListener("visibilitychange", () => document.hidden || refreshSoon());
window.addEventListener("pageshow", (event) => event.persisted && refreshSoon());
