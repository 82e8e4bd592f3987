// What a person does in a conversation: say something, say it otherwise, stop a reply, ask for another, go to another.
import { sendJson } from "./http.js";
import { Keys } from "./keys.js";

const utterance = (id) => `/api/v1/utterances/${id}`;

export class Talk {
  #keys = new Keys();

  constructor(id, { conversation, source, thread, sending, refusal }) {
    Object.assign(this, { id, conversation, source, thread, sending, refusal });
  }

  send(text) {
    return this.refusal.act(async () => {
      const message = this.sending.begin(text);
      this.thread.toEnd();
      try {
        const taken = await this.#once(text, "/api/v1/chat", { message: text, conversation_id: this.id });
        this.sending.answered(message, taken.utterance_id);
      } catch (refused) {
        this.sending.end(message);
        throw refused;
      }
      await this.#told();
    });
  }

  edit({ id }, message) {
    const place = this.conversation.line.indexOf(id);
    return this.refusal.act(async () => {
      await this.#once(`${id} ${message}`, `${utterance(id)}/edit`, { message });
      await this.#told();
      this.#keepFocus(place, "edit");
    });
  }

  async again({ id }) {
    const place = this.conversation.line.indexOf(id);
    this.thread.toEnd();
    await this.#post(`${utterance(id)}/regenerate`);
    this.#keepFocus(place, "again");
  }

  /** The reply under way; those that wait for it are written then. */
  async stop() {
    const [reply] = this.conversation.awaited;
    if (reply) await this.#post(`${utterance(reply.id)}/stop`);
  }

  close() {
    return this.#post(`${this.source.address}/close`);
  }

  reopen() {
    return this.#post(`${this.source.address}/reopen`);
  }

  change(changes) {
    return this.#send("PATCH", this.source.address, changes);
  }

  /** Goes `step` alternatives on from `said`, by its `control`. */
  async beside(said, control, step) {
    const { conversation } = this;
    const place = conversation.line.indexOf(said.id);
    const { at, of } = conversation.choice(said.id);
    const other = of[at + step];
    if (other === undefined) return;
    if (conversation.isNew) await this.refusal.quietly(() => this.change({ greeting: other }));
    else await this.#post(`${utterance(other)}/activate`);
    this.#keepFocus(place, control);
  }

  /** What was there went, and the focus with it. */
  #keepFocus(place, control) {
    if (document.activeElement === document.body) this.thread.focus(this.conversation.line[place], control);
  }

  #post(path) {
    return this.refusal.quietly(() => this.#send("POST", path));
  }

  async #send(method, path, body) {
    await sendJson(method, path, body);
    await this.source.refresh();
  }

  #once(words, path, body) {
    return this.#keys.once(words, (key) => sendJson("POST", path, body, { "Idempotency-Key": key }));
  }

  async #told() {
    await this.source.refresh();
    this.thread.toEnd();
  }
}
