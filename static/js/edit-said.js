// One's own words in a field, in the place where they stand, to be sent again.
import { sends } from "./composer.js";

const template = document.getElementById("edit-template");

/** @param send async (text) => void; throws what keeps it from being sent. */
export function openEditor(element, text, send) {
  if (element.querySelector(".said-edit")) return;
  const form = template.content.firstElementChild.cloneNode(true);
  const area = form.elements.message;
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
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!area.value.trim()) return;
    form.setAttribute("aria-busy", "true");
    try {
      await send(area.value);
      close();
    } catch {
      form.removeAttribute("aria-busy");
      area.focus();
    }
  });
  element.dataset.editing = "yes";
  element.querySelector(".said-text").after(form);
  area.focus();
}
