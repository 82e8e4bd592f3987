// Which attempt writes a reply, and why it is not the first: one that begins anew says so.
const LOST = "The worker was lost; this is written again.";

export class Attempts {
  #known = new Map();

  /** Takes the data of an event of `id`'s job. */
  hear(id, { attempt, error }) {
    const before = this.#known.get(id) ?? { attempt, error: "", words: "" };
    if (attempt === undefined || attempt < before.attempt) return;
    const words = attempt > before.attempt ? again(before.error) : before.words;
    const now = error?.class ?? (attempt > before.attempt ? "" : before.error);
    this.#known.set(id, { attempt, error: now, words: now === "WorkerLost" ? LOST : words });
  }

  /** Why `id` is written again; empty while it is the first time. */
  words(id) {
    return this.#known.get(id)?.words ?? "";
  }
}

function again(error) {
  if (error === "WorkerLost") return LOST;
  return error ? "The attempt before failed; this is written again." : "This is written again.";
}
