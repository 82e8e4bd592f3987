// Writes a state into markup that the server made: shape, word and colour change together.
const icons = document.querySelector('meta[name="icons"]').content;

export function showStatus(badge, status) {
  if (badge.dataset.status === status) return;
  badge.dataset.status = status;
  badge.querySelector("use").setAttribute("href", `${icons}#status-${status}`);
  badge.querySelector(".badge-word").textContent = status;
}

export function showProgress(frame, value, status) {
  const bar = frame.querySelector("progress");
  frame.dataset.progressOf = status;
  if (value || status !== "processing") bar.value = value;
  else bar.removeAttribute("value");
  frame.querySelector(".progress-figure").textContent = bar.hasAttribute("value") ? `${value} %` : "";
}

export function money(dollars) {
  if (dollars === null || dollars === undefined) return "-";
  const amount = Number(dollars);
  if (!Number.isFinite(amount)) return "-";
  if (amount === 0) return "$0";
  return `$${amount.toFixed(Math.abs(amount) >= 0.01 ? 2 : 4)}`;
}

/** What was paid; or what offline calls would have cost, named as simulated; and what stopped calls cost at most. */
export function spent(dollars, simulated, abandoned) {
  const paid = Number(simulated) ? `${money(simulated)} sim.` : money(dollars);
  return Number(abandoned) ? `${paid} and at most ${money(abandoned)} for what was stopped` : paid;
}
