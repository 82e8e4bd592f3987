// Ages that stay true while the page is open, with the exact time in the reader's zone on hover.
const UNITS = [[86400, "d"], [3600, "h"], [60, "m"], [1, "s"]];

export function age(seconds) {
  const size = Math.abs(seconds);
  if (size < 5) return "now";
  const [unitSize, unit] = UNITS.find(([unitSize]) => size >= unitSize);
  const text = `${Math.floor(size / unitSize)} ${unit}`;
  return seconds > 0 ? `${text} ago` : `in ${text}`;
}

export function duration(seconds) {
  if (seconds < 1) return `${Math.max(0, Math.round(seconds * 1000))} ms`;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  let rest = Math.round(seconds);
  const parts = [];
  for (const [size, unit] of UNITS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count) parts.push(`${count} ${unit}`);
  }
  return parts.slice(0, 2).join(" ");
}

export function clock(iso) {
  return new Date(iso).toLocaleTimeString([], { hour12: false });
}

function refresh() {
  const now = Date.now();
  for (const time of document.querySelectorAll("time[datetime]")) {
    const at = new Date(time.dateTime);
    if (time.dataset.format === "clock") time.textContent = clock(time.dateTime);
    else if (time.dataset.format !== "kept") time.textContent = age((now - at) / 1000);
    if (!time.dataset.local) {
      time.title = at.toLocaleString([], { dateStyle: "long", timeStyle: "long" });
      time.dataset.local = "yes";
    }
  }
}

export function keepTimesFresh() {
  refresh();
  setInterval(refresh, 5000);
  document.addEventListener("page:changed", refresh);
}
