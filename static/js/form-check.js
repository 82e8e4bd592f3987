// A form that says while one types what the server would refuse. What was not touched yet and is only empty is left alone.
const WAIT = 400;

export class FormCheck {
  constructor(form, address) {
    this.form = form;
    this.address = address;
    this.touched = new Set();
    this.timer = 0;
    this.asked = 0;
  }

  start() {
    for (const kind of ["input", "change"]) this.form.addEventListener(kind, (event) => this.later(event.target.name));
  }

  later(name) {
    this.touched.add(name);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.check().catch(() => {}), WAIT);
  }

  async check() {
    const asked = ++this.asked;
    const response = await fetch(this.address, { method: "POST", body: new FormData(this.form) });
    if (!response.ok) return;
    const { errors } = await response.json();
    if (asked !== this.asked) return; // a later answer is on its way
    for (const help of this.form.querySelectorAll(".field-help[id]")) this.show(help, errors);
  }

  show(help, errors) {
    const id = help.id.slice(0, -"-help".length);
    const control = document.getElementById(id);
    if (!control?.name) return;
    const name = control.dataset.option ?? control.name; // a file is sent under a name of its own
    const isUntouched = !this.touched.has(name) && !control.value;
    const text = (!isUntouched && errors[name]) || "";
    const shown = document.getElementById(`${id}-error`);
    if ((shown?.textContent.trim() ?? "") === text) return;
    shown?.remove();
    if (text) help.before(errorOf(`${id}-error`, text));
    this.mark(control, help.id, text ? `${id}-error` : "");
  }

  // Several inputs under one label are described by their fieldset.
  mark(control, help, error) {
    const group = control.closest("fieldset");
    (group ?? control).setAttribute("aria-describedby", error ? `${help} ${error}` : help);
    if (!group && error) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
    const folded = control.closest("details");
    if (error && folded) folded.open = true;
  }
}

function errorOf(id, text) {
  const line = document.getElementById("field-error").content.firstElementChild.cloneNode(true);
  line.id = id;
  line.querySelector("span").textContent = text;
  return line;
}
