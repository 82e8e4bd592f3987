// One thing that was said: who, the text, what became of it, and what can be done with it.
import { money } from "./badge.js";
import { markdown } from "./markdown.js";
import { Writing } from "./writing.js";

const template = document.getElementById("said-template");
const WAITS = {
  pending: "waits for a worker",
  blocked: "waits for the reply before",
  scheduled: "tried again soon",
  held: "held back",
};

export class SaidView {
  #told = null;

  /** @param grew () => void, whenever the text takes more room */
  constructor(id, grew) {
    this.id = id;
    this.element = template.content.firstElementChild.cloneNode(true);
    this.element.dataset.id = id;
    this.text = this.#part("text");
    this.writing = new Writing((text) => {
      this.text.replaceChildren(...markdown(text));
      grew();
    });
  }

  /** @param mayAnswer whether the conversation is open */
  show(said, text, mayAnswer) {
    const isFirst = this.#told === null;
    const isPerson = said.speaker.kind === "person";
    this.#told = said;
    Object.assign(this.element.dataset, { by: isPerson ? "person" : "bot", state: said.state });
    this.element.firstElementChild.setAttribute("aria-label", said.speaker.name);
    this.#part("by").textContent = isPerson ? "You" : said.speaker.name;
    this.#part("state").textContent = state(said, text);
    this.#part("usage").textContent = usage(said);
    const error = this.#part("error");
    error.hidden = said.state !== "failed";
    error.textContent = said.error || "No reply came.";
    this.#link(said);
    this.#controls(said, text, isPerson, mayAnswer);
    this.writing.write(text, isFirst && said.state !== "awaited");
  }

  #controls(said, text, isPerson, mayAnswer) {
    const place = said.alternatives.indexOf(said.id);
    const others = this.#part("others");
    others.hidden = said.alternatives.length < 2;
    this.#part("count").textContent = `${place + 1} of ${said.alternatives.length}`;
    this.control("previous").disabled = place <= 0;
    this.control("next").disabled = place >= said.alternatives.length - 1;
    this.control("copy").dataset.copy = text;
    this.control("copy").hidden = !text;
    this.control("edit").hidden = !isPerson || !mayAnswer;
    this.control("again").hidden = isPerson || !mayAnswer || said.parent_id === null || said.state === "awaited";
  }

  #link(said) {
    const link = this.#part("job");
    link.hidden = said.state !== "failed" && said.job_status !== "held";
    if (said.job_id) link.href = `/jobs/${said.job_id}`;
  }

  control(name) {
    return this.element.querySelector(`[data-said="${name}"]`);
  }

  #part(name) {
    return this.element.querySelector(`.said-${name}`);
  }
}

function state(said, text) {
  if (said.state === "stopped") return "stopped";
  if (said.state === "failed") return "failed";
  if (said.state !== "awaited") return "";
  return WAITS[said.job_status] ?? (text ? "" : "is writing");
}

function usage({ input_tokens: read, output_tokens: written, cost_usd: cost }) {
  if (read === null || written === null) return "";
  return `${(read + written).toLocaleString()} tokens, ${money(cost)}`;
}
