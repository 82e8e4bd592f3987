// Runs before the first paint: a page must not flash in the other theme.
(() => {
  const THEMES = ["system", "light", "dark"];
  const root = document.documentElement;

  function stored() {
    try {
      return localStorage.getItem("theme") ?? "system";
    } catch {
      return "system";
    }
  }

  function apply(theme) {
    if (theme === "system") delete root.dataset.theme;
    else root.dataset.theme = theme;
    for (const word of document.querySelectorAll("[data-theme-word]")) word.textContent = theme;
  }

  function next() {
    const theme = THEMES[(THEMES.indexOf(stored()) + 1) % THEMES.length];
    try {
      localStorage.setItem("theme", theme);
    } catch {
      // Storage is closed to us: the choice lasts for this page.
    }
    apply(theme);
  }

  apply(stored());
  document.addEventListener("DOMContentLoaded", () => apply(stored()));
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-theme-toggle]")) next();
  });
})();
