import { CardChooser } from "./card-chooser.js";
import { FormCheck } from "./form-check.js";
import { PictureField } from "./picture-field.js";

for (const root of document.querySelectorAll("[data-picture]")) new PictureField(root).start();
for (const root of document.querySelectorAll("[data-chooser]")) new CardChooser(root).start();

new FormCheck(document.getElementById("card-form"), "/cards/check").start();

// Examples fill the concept and leave it there to be changed; one's own words come back on undo.
const concept = document.querySelector("textarea[name='concept']");

for (const button of document.querySelectorAll("[data-example]")) {
  button.addEventListener("click", () => {
    concept.focus();
    concept.select();
    // Unlike setting `value`, this can be undone with the keyboard.
    if (!document.execCommand("insertText", false, button.dataset.example)) concept.value = button.dataset.example;
    concept.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
