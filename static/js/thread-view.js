// The line of a conversation: one element for each thing that was said, kept as long as it stands in the line.
import { SaidView } from "./said-view.js";

const NEAR = 64;

export class ThreadView {
  #views = new Map();
  #isAtEnd = true;

  constructor(root) {
    this.list = root.querySelector(".said-list");
    this.scroll = root.querySelector(".chat-scroll");
    this.pill = root.querySelector('[data-act="newest"]');
    this.scroll.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    new ResizeObserver(() => this.#grew()).observe(this.scroll);
  }

  show(conversation) {
    const { line } = conversation;
    for (const [id, view] of this.#views) {
      if (line.includes(id)) continue;
      view.element.remove();
      this.#views.delete(id);
    }
    line.forEach((id, at) => {
      const view = this.#view(id);
      if (this.list.children[at] !== view.element) this.list.insertBefore(view.element, this.list.children[at] ?? null);
      this.showOne(conversation, id);
    });
  }

  showOne(conversation, id) {
    const said = conversation.said(id);
    const view = this.#views.get(id);
    if (view && said) view.show(said, conversation.text(id), conversation.facts.is_open);
    this.#grew();
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
    if (this.#isAtEnd) this.scroll.scrollTop = this.scroll.scrollHeight;
    else this.#scrolled();
  }

  #scrolled() {
    const left = this.scroll.scrollHeight - this.scroll.scrollTop - this.scroll.clientHeight;
    this.#isAtEnd = left < NEAR;
    this.pill.hidden = this.#isAtEnd;
  }
}
