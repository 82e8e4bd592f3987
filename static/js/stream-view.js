// Words as a model writes them, revealed evenly although they arrive in bursts. Several fields may be written
// at once: one is shown until it falls silent, so that nothing jumps under the reader. One that is written makes room
// for another under way, or else for the step that begins next.
import { Streams } from "./deltas.js";

const SILENT_AFTER = 1500;
// As the timeline says it: `lore-1-6` -> `Lore 1-6`.
const label = (field) => {
  const words = field.replaceAll("_", " ").replace("-", " ");
  return words[0].toUpperCase() + words.slice(1);
};
const calm = matchMedia("(prefers-reduced-motion: reduce)");

export class StreamView {
  #streams = new Streams();
  #field = null;
  #underWay = new Set();
  #heard = -SILENT_AFTER;
  #shown = 0;
  #frame = 0;

  constructor(root) {
    this.root = root;
    this.name = root.querySelector("[data-stream-field]");
    this.text = root.querySelector(".stream");
  }

  add(delta) {
    if (!this.#streams.apply(delta)) return;
    this.#underWay.add(delta.field);
    const now = performance.now();
    if (delta.field !== this.#field && now - this.#heard > SILENT_AFTER) this.#begin(delta.field);
    if (delta.field !== this.#field) return;
    this.#heard = now;
    this.root.hidden = false;
    this.#frame ||= requestAnimationFrame(() => this.#reveal());
  }

  /** A step begins: what is written does not stand there any longer as being written. */
  begin() {
    if (this.#field === null || this.#underWay.has(this.#field)) return;
    this.#field = null;
    this.root.hidden = true;
  }

  /** `field` is written: another one under way takes its place at once. */
  finish(field) {
    this.#underWay.delete(field);
    if (field !== this.#field) return;
    this.#heard = -SILENT_AFTER;
    const [next] = this.#underWay;
    if (next === undefined) return;
    this.#begin(next);
    this.#frame ||= requestAnimationFrame(() => this.#reveal());
  }

  clear() {
    this.#streams.clear();
    this.#underWay.clear();
    this.#field = null;
    this.#heard = -SILENT_AFTER;
    this.root.hidden = true;
  }

  #begin(field) {
    this.#field = field;
    this.#shown = 0;
    this.name.textContent = label(field);
    this.text.textContent = "";
  }

  #reveal() {
    this.#frame = 0;
    if (this.#field === null) return;
    const whole = this.#streams.text(this.#field);
    const left = whole.length - this.#shown;
    if (left <= 0) return;
    const atEnd = this.text.scrollHeight - this.text.scrollTop - this.text.clientHeight < 32;
    this.#shown += calm.matches ? left : Math.ceil(left / 12);
    this.text.textContent = whole.slice(0, this.#shown);
    if (atEnd) this.text.scrollTop = this.text.scrollHeight;
    this.#frame = requestAnimationFrame(() => this.#reveal());
  }
}
