// One's own words in a field, in the place where they stand, to be sent again.
import { sends } from "./composer.js";
import { onceAtATime } from "./once-at-a-time.js";

const template = document.getElementById("edit-template");

/** @param send async (text) => void; throws what keeps it from being sent. */
export function openEditor(element, text, send) {
  if (element.querySelector(".said-edit")) return;
  const form = template.content.firstElementChild.cloneNode(true);
  const area = form.elements.message;
  const button = form.querySelector("button:not([type])");
  const close = () => {
    form.remove();
    delete element.dataset.editing;
    element.querySelector('[data-said="edit"]')?.focus();
  };
  area.value = text;
  form.querySelector("[data-cancel]").addEventListener("click", close);
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.preventDefault();
      close();
    } else if (event.target === area && sends(event)) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!area.value.trim()) return;
    onceAtATime(button, async () => {
      try {
        await send(area.value);
        close();
      } catch {
        area.focus();
      }
    });
  });
  element.dataset.editing = "yes";
  element.querySelector(".said-text").after(form);
  area.focus();
}
