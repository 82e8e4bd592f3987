// One thing that was said: who, the text, what became of it, and what can be done with it.
import { spent } from "./badge.js";
import { Writing } from "./writing.js";
import { WrittenText } from "./written-text.js";

const template = document.getElementById("said-template");
const WAITS = {
  pending: "waits for a worker",
  blocked: "waits for the reply before",
  scheduled: "tried again soon",
  held: "held back",
};

export class SaidView {
  #shown = "";

  /** @param grew () => void, whenever the text takes more room */
  constructor(id, grew) {
    this.id = id;
    this.element = template.content.firstElementChild.cloneNode(true);
    this.element.dataset.id = id;
    this.text = this.#part("text");
    const written = new WrittenText(this.text);
    this.writing = new Writing((text) => {
      written.show(text);
      grew();
    });
  }

  /**
   * @param mayAnswer whether the conversation is open
   * @param choice `{at, of}`: where it stands among what may stand in its place
   */
  show(said, text, mayAnswer, choice) {
    const told = JSON.stringify([said, text, mayAnswer, choice]);
    if (told === this.#shown) return;
    const isFirst = this.#shown === "";
    const isPerson = said.speaker.kind === "person";
    this.#shown = told;
    Object.assign(this.element.dataset, { by: isPerson ? "person" : "bot", state: said.state });
    this.element.firstElementChild.setAttribute("aria-label", said.speaker.name);
    this.#part("by").textContent = isPerson ? "You" : said.speaker.name;
    this.#part("state").textContent = state(said, text);
    this.#part("usage").textContent = usage(said);
    const error = this.#part("error");
    error.hidden = said.state !== "failed";
    error.textContent = said.error || "No reply came.";
    this.#link(said);
    this.#choices(choice);
    this.#controls(said, text, isPerson, mayAnswer);
    this.writing.write(text, isFirst && said.state !== "awaited");
  }

  /** Says beside a reply why it begins anew; aloud, once. */
  showAgain(words) {
    const place = this.#part("again");
    if (place.textContent !== words) place.textContent = words;
  }

  #choices({ at, of }) {
    this.#part("others").hidden = of.length < 2;
    this.#part("count").textContent = `${at + 1} of ${of.length}`;
    this.control("previous").disabled = at <= 0;
    this.control("next").disabled = at >= of.length - 1;
  }

  #controls(said, text, isPerson, mayAnswer) {
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

function usage({ model, input_tokens: read, output_tokens: written, ...costs }) {
  const cost = spent(costs.cost_usd, costs.simulated_cost_usd, costs.abandoned_estimate_usd);
  const isCounted = read !== null && written !== null;
  if (!isCounted && !Number(costs.abandoned_estimate_usd)) return "";
  const told = isCounted ? `${(read + written).toLocaleString()} tokens, ${cost}` : cost;
  return model ? `${model}, ${told}` : told;
}
