// The job's log: adds lines as text, filters by level and words, follows the end unless one scrolls away.
import { clock } from "./times.js";

const RANK = { debug: 0, info: 1, warning: 2, error: 3 };
const LONGEST = 5000;
const SHOWN = new Set(["log", "state", "step", "done"]);

export class LogView {
  constructor(root) {
    this.frame = root.querySelector(".log");
    this.lines = root.querySelector(".log-lines");
    this.template = root.querySelector("template");
    this.level = root.querySelector("[data-log-level]");
    this.search = root.querySelector("[data-log-search]");
    this.follow = root.querySelector("[data-log-follow]");
    this.empty = root.querySelector(".log-empty");
    this.level.addEventListener("change", () => this.filter());
    this.search.addEventListener("input", () => this.filter());
    this.frame.addEventListener("scroll", () => this.#scrolled());
    this.follow.addEventListener("change", () => this.#toEnd());
    this.filter();
    this.#toEnd();
  }

  add(event) {
    if (!SHOWN.has(event.type) || !event.message) return;
    const line = this.template.content.firstElementChild.cloneNode(true);
    line.dataset.level = event.level;
    line.querySelector(".log-seq").textContent = event.seq;
    const time = line.querySelector("time");
    time.dateTime = event.at;
    time.textContent = clock(event.at);
    line.querySelector(".log-level").textContent = event.level;
    line.querySelector(".log-text").textContent = event.message;
    line.hidden = !this.#matches(line);
    this.lines.append(line);
    if (this.lines.childElementCount > LONGEST) this.lines.firstElementChild.remove();
    this.#showEmpty();
    this.#toEnd();
  }

  filter() {
    for (const line of this.lines.children) line.hidden = !this.#matches(line);
    this.#showEmpty();
    this.#toEnd();
  }

  #matches(line) {
    const words = this.search.value.trim().toLowerCase();
    const loud = RANK[line.dataset.level] >= RANK[this.level.value];
    return loud && line.querySelector(".log-text").textContent.toLowerCase().includes(words);
  }

  #showEmpty() {
    this.empty.hidden = [...this.lines.children].some((line) => !line.hidden);
  }

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.frame;
    this.follow.checked = scrollHeight - scrollTop - clientHeight < 24;
  }

  #toEnd() {
    if (this.follow.checked) this.frame.scrollTop = this.frame.scrollHeight;
  }
}
