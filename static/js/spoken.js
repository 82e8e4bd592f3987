// What screen readers are told: that a reply is being written, and the whole of it once, when it is there.
export class Spoken {
  #states = new Map();
  #isFirst = true;

  constructor(region) {
    this.region = region;
  }

  hear(conversation) {
    for (const id of conversation.line) {
      const said = conversation.said(id);
      const before = this.#states.get(id);
      this.#states.set(id, said.state);
      if (this.#isFirst || before === said.state || said.speaker.kind === "person") continue;
      this.region.textContent = words(said);
    }
    this.#isFirst = false;
  }
}

function words({ speaker, state, text, error }) {
  if (state === "awaited") return `${speaker.name} is writing`;
  if (state === "failed") return `No reply came: ${error}`;
  return `${speaker.name}: ${text}${state === "stopped" ? " (stopped)" : ""}`;
}
