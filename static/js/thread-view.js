// The line of a conversation: one element for each thing that was said, kept as long as it stands in the line.
import { SaidView } from "./said-view.js";

const NEAR = 64;

export class ThreadView {
  #views = new Map();
  #isAtEnd = true;
  #isDrawing = false;

  constructor(root) {
    this.list = root.querySelector(".said-list");
    this.scroll = root.querySelector(".chat-scroll");
    this.pill = root.querySelector('[data-act="newest"]');
    this.scroll.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    new ResizeObserver(() => this.#grew()).observe(this.scroll);
  }

  show(conversation) {
    const { line } = conversation;
    // To measure is to lay out: once for all of them.
    this.#isDrawing = true;
    this.#keepOnly(new Set(line));
    let there = this.list.firstElementChild;
    for (const id of line) {
      const { element } = this.#view(id);
      if (element === there) there = there.nextElementSibling;
      else this.list.insertBefore(element, there);
      this.#draw(conversation, id);
    }
    this.#isDrawing = false;
    this.#grew();
  }

  showOne(conversation, id) {
    this.#draw(conversation, id);
    this.#grew();
  }

  #draw(conversation, id) {
    const said = conversation.said(id);
    const view = this.#views.get(id);
    if (!view || !said) return;
    view.show(said, conversation.text(id), conversation.facts.is_open, conversation.choice(id));
    view.showAgain(conversation.again(id));
  }

  #keepOnly(ids) {
    for (const [id, view] of this.#views) {
      if (ids.has(id)) continue;
      view.element.remove();
      this.#views.delete(id);
    }
  }

  /** Gives the focus to a control of what stands in that place now; to one beside it where it is off or hidden. */
  focus(id, name) {
    const view = this.#views.get(id);
    const controls = [name, "previous", "next"].map((each) => view?.control(each));
    controls.find((control) => control && !control.disabled && !control.hidden)?.focus();
  }

  /** The newest is in view from now on. */
  toEnd() {
    this.#isAtEnd = true;
    this.#grew();
  }

  /** Puts `change` into effect above what is being read, which stays where it is. */
  async above(change) {
    const fromEnd = this.scroll.scrollHeight - this.scroll.scrollTop;
    await change();
    this.scroll.scrollTop = this.scroll.scrollHeight - fromEnd;
  }

  #view(id) {
    if (!this.#views.has(id)) this.#views.set(id, new SaidView(id, () => this.#grew()));
    return this.#views.get(id);
  }

  #grew() {
    if (this.#isDrawing) return;
    if (this.#isAtEnd) this.scroll.scrollTop = this.scroll.scrollHeight;
    else this.#scrolled();
  }

  #scrolled() {
    const left = this.scroll.scrollHeight - this.scroll.scrollTop - this.scroll.clientHeight;
    this.#isAtEnd = left < NEAR;
    this.pill.hidden = this.#isAtEnd;
  }
}
