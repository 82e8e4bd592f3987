// What the server says against an action, shown until the next one; nothing that was typed is lost.
export class Refusal {
  constructor(element) {
    this.element = element;
  }

  /** Does `work`; shows and throws what speaks against it. */
  async act(work) {
    try {
      this.element.hidden = true;
      return await work();
    } catch (refused) {
      this.element.querySelector("p").textContent =
        refused instanceof TypeError ? "The server cannot be reached. Try again in a moment." : refused.message;
      this.element.hidden = false;
      throw refused;
    }
  }

  quietly(work) {
    return this.act(work).catch(() => {});
  }
}
