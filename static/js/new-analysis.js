// The form of an analysis: a dropped file, the fields that the template takes, and how many parts it will be.
import { takeDrops } from "./drop.js";

const form = document.querySelector("#analysis-form");
const file = form.elements.file;
const figure = document.querySelector("#parts-figure");

takeDrops(file, update);

function showFields() {
  const takes = (form.querySelector("[name=template]:checked")?.dataset.takes ?? "").split(" ");
  for (const field of form.querySelectorAll("[data-field]")) field.hidden = !takes.includes(field.dataset.field);
}

function characters() {
  if (file.files.length) return file.files[0].size;
  if (form.elements.text.value.trim()) return form.elements.text.value.length;
  return Number(form.elements.document?.selectedOptions[0]?.dataset.characters ?? 0);
}

function update() {
  showFields();
  const size = Number(form.elements.max_chunk_chars.value || form.elements.max_chunk_chars.placeholder);
  const parts = size > 0 ? Math.ceil(characters() / size) : 0;
  figure.textContent = parts ? parts.toLocaleString() : "-";
}

form.addEventListener("input", update);
form.addEventListener("change", update);
form.addEventListener("submit", () => form.querySelector("aside button").setAttribute("aria-busy", "true"));
// Back in the history the page comes as it was left.
window.addEventListener("pageshow", () => form.querySelector("aside button").removeAttribute("aria-busy"));
update();
