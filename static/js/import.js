// A dropped file is put where a chosen one would be, and sent at once.
const form = document.querySelector("#import-form");
const input = form.querySelector("input[type='file']");
const drop = document.querySelector("#drop");
const button = form.querySelector("button");

const over = (is) => drop.toggleAttribute("data-over", is);

document.addEventListener("dragover", (event) => {
  event.preventDefault();
  over(true);
});
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) over(false);
});
document.addEventListener("drop", (event) => {
  event.preventDefault();
  over(false);
  if (!event.dataTransfer.files.length) return;
  const chosen = new DataTransfer();
  chosen.items.add(event.dataTransfer.files[0]);
  input.files = chosen.files;
  form.requestSubmit();
});

form.addEventListener("submit", () => {
  document.querySelector("#chosen").textContent = `Reading ${input.files[0].name}…`;
  button.setAttribute("aria-busy", "true");
});
// Back in the history the page comes as it was left.
window.addEventListener("pageshow", () => {
  document.querySelector("#chosen").textContent = "";
  button.removeAttribute("aria-busy");
});
