// A conversation as the server has it: asked for over plain HTTP, beside what the socket tells.
import { getJson } from "./http.js";

const EARLIER = 100;

export class ConversationSource {
  /**
   * @param changed () => void, once `conversation` has taken an answer
   * @param gone    () => void, when there is no such conversation any more
   */
  constructor(id, conversation, { changed, gone }) {
    this.address = `/api/v1/conversations/${id}`;
    Object.assign(this, { conversation, changed, gone });
  }

  async fetch() {
    const { conversation } = this;
    for (;;) {
      const { heard } = conversation;
      const answer = await this.#read(this.address);
      if (heard !== conversation.heard) continue;
      conversation.read(answer);
      this.changed();
      return;
    }
  }

  /** What was done is done, whether or not its outcome can be fetched at once: the socket or the next poll brings it too. */
  refresh() {
    return this.fetch().catch(() => {});
  }

  async fetchEarlier() {
    const { position } = this.conversation.first;
    this.conversation.readEarlier(await this.#read(`${this.address}?newest=${EARLIER}&before=${position}`));
    this.changed();
  }

  /** What the socket would tell. */
  async poll() {
    const { utterances, ...facts } = await this.#read(this.address);
    const line = utterances.map((said) => said.id);
    const snapshot = { type: "snapshot", conversation: facts, utterances, line };
    const under = utterances.find((said) => said.state === "awaited");
    if (!under) return [snapshot];
    const { results } = await getJson(`/api/v1/jobs/${under.job_id}/events?limit=100`);
    return [snapshot, ...results.map((event) => ({ ...event, utterance_id: under.id }))];
  }

  async #read(from) {
    try {
      return await getJson(from);
    } catch (failure) {
      if (failure.status === 404) this.gone();
      throw failure;
    }
  }
}
