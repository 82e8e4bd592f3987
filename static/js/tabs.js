// Tabs by the WAI-ARIA pattern: arrows move, Home and End jump.
const MOVES = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

function select(list, tab) {
  for (const other of list.querySelectorAll('[role="tab"]')) {
    const chosen = other === tab;
    other.setAttribute("aria-selected", String(chosen));
    other.tabIndex = chosen ? 0 : -1;
    document.getElementById(other.getAttribute("aria-controls")).hidden = !chosen;
  }
}

function moved(tabs, index, key) {
  if (key === "Home") return tabs[0];
  if (key === "End") return tabs.at(-1);
  if (key in MOVES) return tabs[(index + MOVES[key] + tabs.length) % tabs.length];
  return null;
}

export function enableTabs() {
  for (const list of document.querySelectorAll("[data-tabs]")) {
    const tabs = [...list.querySelectorAll('[role="tab"]')];
    list.addEventListener("click", (event) => {
      const tab = event.target.closest('[role="tab"]');
      if (tab) select(list, tab);
    });
    list.addEventListener("keydown", (event) => {
      const tab = moved(tabs, tabs.indexOf(event.target), event.key);
      if (!tab) return;
      event.preventDefault();
      select(list, tab);
      tab.focus();
    });
  }
}
