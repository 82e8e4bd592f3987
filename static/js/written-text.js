// Markdown that grows at its end: of what stands there, only what may still change is made anew.
import { markdown } from "./markdown.js";

// The last line may be half of one, and make the block before it another.
const UNSETTLED = 2;

export class WrittenText {
  #text = "";
  #blocks = [];

  constructor(element) {
    this.element = element;
  }

  show(text) {
    const settled = text.startsWith(this.#text) ? Math.max(0, this.#blocks.length - UNSETTLED) : 0;
    const from = this.#blocks[settled]?.from ?? 0;
    for (const { node } of this.#blocks.splice(settled)) node.remove();
    const fresh = [...markdown(text.replaceAll("\r\n", "\n").split("\n"), settled ? from : 0)];
    this.element.append(...fresh.map(({ node }) => node));
    this.#blocks.push(...fresh);
    this.#text = text;
  }
}
