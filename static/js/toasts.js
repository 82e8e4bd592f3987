import { showStatus } from "./badge.js";

const STAYS_FOR = 10_000;

/** Says that a job finished, with a link to it; stays while pointed at or focused. */
export function announce(job) {
  const template = document.getElementById("toast-template");
  const toast = template.content.firstElementChild.cloneNode(true);
  showStatus(toast.querySelector(".badge"), job.status);
  const link = toast.querySelector("a");
  link.href = `/jobs/${job.id}`;
  link.textContent = `${job.title || job.kind} ${ENDINGS[job.status]}`;
  show(toast);
}

/** Says one sentence. */
export function tell(sentence) {
  const template = document.getElementById("toast-template");
  const toast = template.content.firstElementChild.cloneNode(true);
  toast.querySelector(".badge").remove();
  toast.querySelector(".toast-body").textContent = sentence;
  show(toast);
}

function show(toast) {
  document.getElementById("toasts").append(toast);
  const leave = () => (toast.matches(":hover, :focus-within") ? setTimeout(leave, 2000) : toast.remove());
  setTimeout(leave, STAYS_FOR);
}

const ENDINGS = {
  completed: "is completed",
  partial_success: "is completed in part",
  failed: "failed",
  cancelled: "is cancelled",
};
export const FINAL = new Set(Object.keys(ENDINGS));

export function makeToastsDismissible() {
  document.getElementById("toasts").addEventListener("click", (event) => {
    if (event.target.closest("[data-dismiss]")) event.target.closest(".toast").remove();
  });
}
