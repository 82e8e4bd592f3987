// Idempotency keys: what is sent again after a failure is what was sent before, and is said once.
export class Keys {
  #failed = new Map();

  /** Does `send` (async (key) => any) for `words`, with the key of the try before, where that failed. */
  async once(words, send) {
    const key = this.#failed.get(words) ?? fresh();
    // The same words meanwhile are said a second time.
    this.#failed.delete(words);
    try {
      return await send(key);
    } catch (failure) {
      this.#failed.set(words, key);
      throw failure;
    }
  }
}

function fresh() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
