// Words as a model writes them, revealed evenly although they arrive in bursts.
import { Streams } from "./deltas.js";

const calm = matchMedia("(prefers-reduced-motion: reduce)");

export class StreamView {
  #streams = new Streams();
  #field = null;
  #shown = 0;
  #frame = 0;

  constructor(root) {
    this.root = root;
    this.name = root.querySelector("[data-stream-field]");
    this.text = root.querySelector(".stream");
  }

  add(delta) {
    if (!this.#streams.apply(delta)) return;
    if (delta.field !== this.#field) this.#begin(delta.field);
    this.root.hidden = false;
    this.#frame ||= requestAnimationFrame(() => this.#reveal());
  }

  clear() {
    this.#streams.clear();
    this.#field = null;
    this.root.hidden = true;
  }

  #begin(field) {
    this.#field = field;
    this.#shown = 0;
    this.name.textContent = field.replaceAll("_", " ");
    this.text.textContent = "";
  }

  #reveal() {
    this.#frame = 0;
    const whole = this.#streams.text(this.#field);
    const left = whole.length - this.#shown;
    if (left <= 0) return;
    const atEnd = this.text.scrollHeight - this.text.scrollTop - this.text.clientHeight < 32;
    const step = calm.matches ? left : Math.max(1, Math.ceil(left / 12));
    this.#shown += step;
    this.text.textContent = whole.slice(0, this.#shown);
    if (atEnd) this.text.scrollTop = this.text.scrollHeight;
    this.#frame = requestAnimationFrame(() => this.#reveal());
  }
}
