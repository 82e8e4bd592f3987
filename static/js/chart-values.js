// Tells the value of a column under its chart: the one pointed at or touched or, with the arrow keys, the next one.
const STEPS = { ArrowLeft: -1, ArrowRight: 1 };

function tell(body, mark) {
  body.querySelector("[data-shown]")?.removeAttribute("data-shown");
  mark?.setAttribute("data-shown", "");
  body.parentElement.querySelector(".chart-value").textContent = mark?.dataset.said ?? "";
}

function step(body, by) {
  const marks = [...body.querySelectorAll(".mark")];
  const from = marks.findIndex((mark) => "shown" in mark.dataset);
  const start = by > 0 ? 0 : marks.length - 1;
  tell(body, marks[from < 0 ? start : Math.min(marks.length - 1, Math.max(0, from + by))]);
}

for (const body of document.querySelectorAll("[data-values]")) {
  body.tabIndex = 0;
  body.addEventListener("pointerover", (event) => tell(body, event.target.closest(".mark")));
  // A finger that is lifted leaves too; what it touched stays told.
  body.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && tell(body));
  body.addEventListener("blur", () => tell(body));
  body.addEventListener("keydown", (event) => {
    if (!(event.key in STEPS)) return;
    event.preventDefault();
    step(body, STEPS[event.key]);
  });
}
