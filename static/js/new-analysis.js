// The form of an analysis: a dropped file, the fields that the template takes, and what it will take.
import { takeDrops } from "./drop.js";

const form = document.querySelector("#analysis-form");
const file = form.elements.file;

// More than this of a text goes as a file: forms take 1 MB of what was typed, files have a limit of their own.
const LONGEST_TYPED = 200_000;
const PACKED = /\.(pdf|docx|html?)$/i;

takeDrops(file, () => file.dispatchEvent(new Event("change", { bubbles: true })));

function showFields() {
  const takes = (form.querySelector("[name=template]:checked")?.dataset.takes ?? "").split(" ");
  for (const field of form.querySelectorAll("[data-field]")) field.hidden = !takes.includes(field.dataset.field);
}

function characters() {
  // What is packed tells its characters only once it is read.
  if (file.files.length) return PACKED.test(file.files[0].name) ? 0 : file.files[0].size;
  if (form.elements.text.value.trim()) return form.elements.text.value.length;
  return Number(form.elements.document?.selectedOptions[0]?.dataset.characters ?? 0);
}

function update() {
  showFields();
  check();
  form.elements.characters.value = characters();
}

// The page says what is wrong before anything is sent, so that a chosen file stays chosen.
function check() {
  const size = file.files[0]?.size ?? new Blob([form.elements.text.value]).size;
  const place = file.files.length ? file : form.elements.text;
  const most = Number(form.dataset.mostBytes);
  for (const field of [file, form.elements.text]) field.setCustomValidity("");
  if (size > most) place.setCustomValidity(`It is larger than ${form.dataset.limit}; send the document in parts.`);
}

function unfold(event) {
  const folded = event.target.closest("details");
  if (folded) folded.open = true;
}

function sendLongTextAsFile({ formData }) {
  const text = formData.get("text");
  if (!text || text.length < LONGEST_TYPED) return;
  const name = text.trim().split("\n", 1)[0].replaceAll("/", " ").slice(0, 60).trim() || "Pasted text";
  if (!file.files.length) formData.set("file", new File([text], name, { type: "text/plain" }));
  formData.delete("text");
}

form.noValidate = false;
form.addEventListener("invalid", unfold, true);
form.addEventListener("formdata", sendLongTextAsFile);
form.addEventListener("input", update);
form.addEventListener("change", update);
form.addEventListener("submit", () => form.querySelector("aside button").setAttribute("aria-busy", "true"));
// Back in the history the page comes as it was left.
window.addEventListener("pageshow", () => form.querySelector("aside button").removeAttribute("aria-busy"));
update();
