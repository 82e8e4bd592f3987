// A cell for each part of a document, coloured by its state. Of many thousands, a cell stands for several.
const STATES = {
  p: "waiting",
  s: "before its next attempt",
  b: "in line",
  h: "held",
  w: "at work",
  c: "done",
  a: "done in part",
  f: "failed",
  x: "cancelled",
};
// A cell that stands for several parts shows what matters most among them.
const BY_WEIGHT = "fwhspbxac";
const MOST_CELLS = 4000;

/** "c2w1" -> "ccw" */
export function unfold(map) {
  return map.replace(/([a-z])(\d+)/g, (_, letter, count) => letter.repeat(count));
}

export class ChunkMap {
  #cells = [];
  #shown = "";
  #size = 1;

  constructor(frame, legend, address) {
    Object.assign(this, { frame, legend, address });
  }

  show(letters) {
    const count = Math.ceil(letters.length / Math.ceil(letters.length / MOST_CELLS || 1));
    if (this.#cells.length !== count) this.#build(letters.length, count);
    const weightiest = [...Array(count).keys()].map((cell) => this.#weightiest(letters, cell));
    weightiest.forEach((letter, cell) => letter !== this.#shown[cell] && this.#paint(cell, letter));
    this.#shown = weightiest.join("");
    this.#count(letters);
  }

  #build(total, count) {
    this.#size = Math.ceil(total / count);
    this.#shown = "";
    this.#cells = [...Array(count).keys()].map((cell) => {
      const link = document.createElement("a");
      link.className = "chunk";
      link.href = `${this.address}/${cell * this.#size}`;
      return link;
    });
    this.frame.replaceChildren(...this.#cells);
  }

  #weightiest(letters, cell) {
    const part = letters.slice(cell * this.#size, (cell + 1) * this.#size);
    return part.length === 1 ? part : [...BY_WEIGHT].find((letter) => part.includes(letter));
  }

  #paint(cell, letter) {
    const first = cell * this.#size + 1;
    const name = this.#size === 1 ? `Part ${first}` : `Parts ${first} to ${first + this.#size - 1}`;
    const link = this.#cells[cell];
    link.dataset.state = letter;
    link.title = `${name}: ${STATES[letter]}`;
    link.setAttribute("aria-label", link.title);
    link.tabIndex = letter === "f" ? 0 : -1; // thousands of stops help nobody; those that failed are reached
  }

  #count(letters) {
    const items = [...BY_WEIGHT].map((letter) => [letter, letters.split(letter).length - 1]);
    this.legend.replaceChildren(...items.filter(([, count]) => count).map(([letter, count]) => this.#item(letter, count)));
  }

  #item(letter, count) {
    const item = document.createElement("li");
    const mark = document.createElement("span");
    mark.className = "chunk";
    mark.dataset.state = letter;
    item.append(mark, ` ${STATES[letter]} `, Object.assign(document.createElement("b"), { textContent: count.toLocaleString() }));
    return item;
  }
}
