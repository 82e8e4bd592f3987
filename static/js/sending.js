// What is being said: shown behind the line at once, until it stands in the line or is known not to have been taken.
import { WrittenText } from "./written-text.js";

const template = document.getElementById("sending-template");

export class Sending {
  #messages = new Set();
  #arrived = new Set();

  constructor(list, conversation) {
    Object.assign(this, { list, conversation });
  }

  /** Shows `text`; the message, to be `answered` or to be ended. */
  begin(text) {
    const { facts, line } = this.conversation;
    const element = template.content.firstElementChild.cloneNode(true);
    new WrittenText(element.querySelector(".said-text")).show(text);
    this.list.append(element);
    // What was said before it was not read yet: it is known by the answer alone.
    const after = facts ? (this.conversation.said(line.at(-1))?.position ?? -1) : Infinity;
    const message = { text, element, after, id: null };
    this.#messages.add(message);
    return message;
  }

  /** The server took it as the utterance `id`. */
  answered(message, id) {
    message.id = id;
    this.settle();
  }

  /** Those that stand in the line by now are not shown a second time. */
  settle() {
    for (const message of this.#messages) {
      const said = this.#found(message);
      if (!said) continue;
      this.#arrived.add(said.id);
      this.end(message);
    }
  }

  end(message) {
    message.element.remove();
    this.#messages.delete(message);
  }

  /** The socket may tell of it before its own answer does: then it is known by its words. */
  #found({ text, after, id }) {
    if (id) return this.conversation.said(id);
    const line = this.conversation.line.map((each) => this.conversation.said(each));
    return line.find(
      (said) =>
        said.position > after && said.speaker.kind === "person" && said.text === text && !this.#arrived.has(said.id),
    );
  }
}
