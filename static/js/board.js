// Cards that are dragged from column to column, and moved by keys.
const STEPS = { ArrowLeft: -1, ArrowRight: 1 };

export class Board {
  #dragged = null;
  #isHeld = false; // between the press and the drag

  /** `move(id, column)` tells the server; the page is as the server says afterwards, whatever is shown meanwhile. */
  constructor(view, move) {
    this.view = view;
    this.move = move;
    view.addEventListener("pointerdown", () => (this.#isHeld = true));
    for (const kind of ["pointerup", "pointercancel"]) window.addEventListener(kind, () => this.#letGo());
    view.addEventListener("dragstart", (event) => this.#lift(event));
    view.addEventListener("dragover", (event) => this.#over(event));
    view.addEventListener("drop", (event) => this.#drop(event));
    view.addEventListener("dragend", () => this.#end());
    view.addEventListener("keydown", (event) => this.#key(event));
  }

  /** Whether something is pressed or dragged: it must not be replaced then. */
  get isInHand() {
    return this.#isHeld || this.#dragged !== null;
  }

  #letGo() {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    if (!this.#dragged) document.dispatchEvent(new Event("drag:ended"));
  }

  #lift(event) {
    const card = event.target.closest?.(".task-card");
    if (!card) return;
    this.#dragged = card;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", card.dataset.title);
    card.classList.add("task-lifted");
  }

  #over(event) {
    const column = this.#columnOf(event.target);
    if (!this.#dragged || !column) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "move";
    this.#mark(column === this.#columnOf(this.#dragged) ? null : column);
  }

  #drop(event) {
    const column = this.#columnOf(event.target);
    const card = this.#dragged;
    if (!card || !column) return;
    event.preventDefault();
    const isElsewhere = column !== this.#columnOf(card);
    this.#end();
    if (isElsewhere) this.#put(card, column);
  }

  #end() {
    this.#dragged?.classList.remove("task-lifted");
    this.#dragged = null;
    this.#isHeld = false;
    this.#mark(null);
    document.dispatchEvent(new Event("drag:ended"));
  }

  #key(event) {
    const card = event.target.closest(".task-card");
    if (!card || event.ctrlKey || event.metaKey || event.altKey) return;
    const column = this.#columnOf(card);
    if (event.key in STEPS) {
      const next = this.#beside(column, STEPS[event.key], event.shiftKey);
      if (next && event.shiftKey) this.#put(card, next);
      else if (next) this.#focus(next, [...column.querySelectorAll(".task-card")].indexOf(card));
    } else if (event.key === "ArrowDown" && !event.shiftKey) card.nextElementSibling?.querySelector("a").focus();
    else if (event.key === "ArrowUp" && !event.shiftKey) card.previousElementSibling?.querySelector("a").focus();
    else return;
    event.preventDefault();
  }

  /** The next column to that side; to look around in, one that has cards. */
  #beside(column, step, orEmpty) {
    const columns = [...this.view.querySelectorAll(".board-column")];
    for (let at = columns.indexOf(column) + step; columns[at]; at += step) {
      if (orEmpty || columns[at].querySelector(".task-card")) return columns[at];
    }
    return null;
  }

  #focus(column, index) {
    const links = column.querySelectorAll(".task-card > a");
    links[Math.min(index, links.length - 1)].focus();
  }

  // Shown at once; where the server refuses, the card goes back to where it was.
  async #put(card, column) {
    const place = { list: card.parentElement, next: card.nextElementSibling };
    column.querySelector(".board-cards").prepend(card);
    card.setAttribute("aria-busy", "true");
    card.querySelector("a").focus();
    const isDone = await this.move(card.dataset.task, column.dataset.column);
    card.removeAttribute("aria-busy");
    if (!isDone && card.isConnected) place.list.insertBefore(card, place.next);
  }

  #columnOf(element) {
    return element.closest?.(".board-column") ?? null;
  }

  #mark(column) {
    for (const each of this.view.querySelectorAll(".board-column")) each.toggleAttribute("data-target", each === column);
  }
}
