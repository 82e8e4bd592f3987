// Streamed text, put together from {attempt, field, offset, text}: safe to apply twice, older attempts are dropped.
// Offsets count characters as the server does, not JavaScript's UTF-16 units.
export class Streams {
  #attempt = 0;
  #fields = new Map();

  /** Applies one delta; answers whether it changed anything. */
  apply({ attempt, field, offset, text }) {
    if (attempt < this.#attempt) return false;
    if (attempt > this.#attempt) {
      this.#attempt = attempt;
      this.clear();
    }
    const known = this.#fields.get(field) ?? { text: "", end: 0 };
    const characters = [...text];
    const end = offset + characters.length;
    if (end <= known.end) return false;
    const fresh = offset > known.end ? `…${text}` : characters.slice(known.end - offset).join("");
    this.#fields.set(field, { text: known.text + fresh, end });
    return true;
  }

  text(field) {
    return this.#fields.get(field)?.text ?? "";
  }

  clear() {
    this.#fields.clear();
  }
}
