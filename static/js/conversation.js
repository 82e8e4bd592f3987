// A conversation as far as it was heard: its line, what was said, and the text of replies under way.
import { Attempts } from "./attempts.js";
import { Streams } from "./deltas.js";

export class Conversation {
  facts = null;
  line = [];
  cursor = null;
  /** How often the socket told how the conversation stands: an answer that was asked for before may be older. */
  heard = 0;
  #said = new Map();
  #streams = new Map();
  #attempts = new Attempts();

  /** Takes a message of the socket; answers what changed: "all", an utterance's id, or null. */
  take(message) {
    if (message.type === "snapshot" || message.type === "changed") {
      this.heard += 1;
      this.#stand(message);
      return "all";
    }
    if (message.cursor) this.cursor = message.cursor;
    const { utterance_id: id, data } = message;
    if (message.type === "state" || message.type === "delta") this.#attempts.hear(id, data);
    if (message.type === "state") return this.#began(id, data);
    if (message.type !== "delta") return null;
    if (!this.#streams.has(id)) this.#streams.set(id, new Streams());
    return this.#streams.get(id).apply(data) ? id : null;
  }

  /** Takes what `GET conversations/{id}` answered with. */
  read(answer) {
    const { utterances, ...facts } = answer;
    this.#stand({ conversation: facts, utterances, line: utterances.map(({ id }) => id) });
  }

  /** Takes what was said before the first of the line; nothing where another line stands there by now. */
  readEarlier({ utterances }) {
    if (utterances.length === 0 || utterances.at(-1).id !== this.first.parent_id) return;
    for (const said of utterances) this.#said.set(said.id, said);
    this.line = [...utterances.map(({ id }) => id), ...this.line];
  }

  said(id) {
    return this.#said.get(id);
  }

  /** The text of an utterance: as it is written, or as far as it was heard. */
  text(id) {
    const said = this.#said.get(id);
    return said?.state === "awaited" ? (this.#streams.get(id)?.text("reply") ?? "") : (said?.text ?? "");
  }

  /** Why a reply under way is written again; empty where it is not. */
  again(id) {
    return this.#said.get(id)?.state === "awaited" ? this.#attempts.words(id) : "";
  }

  /** Where `id` stands among what may stand in its place: `{at, of}`, `of` being ids, or in a new conversation the numbers of greetings. */
  choice(id) {
    const { greeting, greetings } = this.facts;
    if (greetings.length > 1 && this.line[0] === id) return { at: greetings.indexOf(greeting), of: greetings };
    const { alternatives } = this.#said.get(id);
    return { at: alternatives.indexOf(id), of: alternatives };
  }

  /** Whether another choice in the first place is another greeting. */
  get isNew() {
    return this.facts.greetings.length > 1;
  }

  /** The replies under way. */
  get awaited() {
    return this.line.map((id) => this.#said.get(id)).filter(({ state }) => state === "awaited");
  }

  /** What stands first in the line as far as it was told. */
  get first() {
    return this.#said.get(this.line[0]);
  }

  get hasEarlier() {
    return this.first !== undefined && this.first.parent_id !== null;
  }

  #began(id, { status }) {
    const said = this.#said.get(id);
    if (said?.state !== "awaited") return null;
    this.#said.set(id, { ...said, job_status: status });
    return id;
  }

  #stand({ conversation, line, utterances }) {
    this.facts = conversation;
    for (const said of utterances) this.#said.set(said.id, said);
    // The newest are told; those before them, once they were asked for, stay as they were.
    const from = this.line.indexOf(line[0]);
    this.line = [...(from > 0 ? this.line.slice(0, from) : []), ...line].filter((id) => this.#said.has(id));
  }
}
