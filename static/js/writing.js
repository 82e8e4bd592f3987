// Text that comes in bursts, shown evenly: each frame shows a part of what is left.
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const FRAMES = 12;

export class Writing {
  #whole = "";
  #shown = 0;
  #frame = 0;

  /** @param show (text) => void */
  constructor(show) {
    this.show = show;
  }

  /** Goes on to `text`; at once where it is not the text before with more behind it. */
  write(text, atOnce = false) {
    const goesOn = text.startsWith(this.#whole.slice(0, this.#shown));
    this.#whole = text;
    if (atOnce || calm.matches || !goesOn) {
      cancelAnimationFrame(this.#frame);
      this.#frame = 0;
      this.#shown = text.length;
      this.show(text);
    } else {
      this.#frame ||= requestAnimationFrame(() => this.#step());
    }
  }

  #step() {
    this.#frame = 0;
    const left = this.#whole.length - this.#shown;
    if (left <= 0) return;
    this.#shown += Math.ceil(left / FRAMES);
    // A character outside the first plane is two units long.
    if (/[\uD800-\uDBFF]/.test(this.#whole[this.#shown - 1])) this.#shown += 1;
    this.show(this.#whole.slice(0, this.#shown));
    this.#frame = requestAnimationFrame(() => this.#step());
  }
}
