// A dropped file is put where a chosen one would be, and sent at once.
import { takeDrops } from "./drop.js";

const form = document.querySelector("#import-form");
const input = form.querySelector("input[type='file']");
const button = form.querySelector("button");

takeDrops(input, () => form.requestSubmit());

form.addEventListener("submit", () => {
  document.querySelector("#chosen").textContent = `Reading ${input.files[0].name}…`;
  button.setAttribute("aria-busy", "true");
});
// Back in the history the page comes as it was left.
window.addEventListener("pageshow", () => {
  document.querySelector("#chosen").textContent = "";
  button.removeAttribute("aria-busy");
});
