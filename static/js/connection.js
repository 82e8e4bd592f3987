// One word for how this page is connected: the worst of its sockets.
const ORDER = ["connected", "connecting", "polling", "reconnecting", "closed"];
const states = new Map();

export function report(name, state) {
  states.set(name, state);
  const worst = [...states.values()].sort((a, b) => ORDER.indexOf(b) - ORDER.indexOf(a))[0];
  const mark = document.getElementById("connection");
  if (!mark || mark.dataset.state === worst) return;
  mark.dataset.state = worst;
  // The first connection goes without saying; what changes later is said aloud.
  if (worst === "connected") mark.setAttribute("role", "status");
  mark.querySelector(".connection-word").textContent = worst === "closed" ? "disconnected" : worst;
}
