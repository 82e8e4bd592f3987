// The list of conversations beside one: fetched again when it may have changed, put in place only where it has.
import { getFragment } from "./http.js";
import { isSameContent } from "./same-content.js";

const REFRESH_AFTER = 100;
const LISTED = "[data-listed]";

export class ConversationsBeside {
  #turns = new Set();
  #isFirst = true;
  #facts = "";
  #timer = 0;
  #isAsking = false;

  constructor(side) {
    this.side = side;
    document.addEventListener("jobs:changed", ({ detail }) => this.#hear(detail));
    document.addEventListener("visibilitychange", () => this.refresh());
    window.addEventListener("focus", () => this.refresh());
  }

  /** Takes what is told of the conversation that is open: its place in the list goes by it. */
  follow({ title, is_open: isOpen, updated_at: at }) {
    const facts = JSON.stringify([title, isOpen, at]);
    if (this.#facts && facts !== this.#facts) this.refresh();
    this.#facts = facts;
  }

  refresh() {
    if (!document.hidden) this.#timer ||= setTimeout(() => this.#fetch(), REFRESH_AFTER);
  }

  /** A turn that was not heard of was entered in some conversation; one that is gone may have gone with its own. */
  #hear(jobs) {
    const turns = jobs.filter(({ kind }) => kind === "chat_reply");
    const isNews = jobs.length === 0 || turns.some(({ id }) => !this.#turns.has(id));
    for (const { id } of turns) this.#turns.add(id);
    if (isNews && !this.#isFirst) this.refresh();
    this.#isFirst = false;
  }

  async #fetch() {
    this.#timer = 0;
    if (this.#isAsking) return this.refresh();
    this.#isAsking = true;
    try {
      const fresh = (await getFragment(`/conversations${location.search}`)).querySelector(LISTED);
      if (fresh) this.#show(fresh);
    } catch {
      // The connection's mark says that the server is away; what comes back from it asks again.
    } finally {
      this.#isAsking = false;
    }
  }

  #show(fresh) {
    const listed = this.side.querySelector(LISTED);
    item(fresh, location.pathname)?.setAttribute("aria-current", "page");
    if (isSameContent(listed, fresh)) return;
    const held = listed.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    const { scrollTop } = this.side;
    listed.replaceChildren(...fresh.childNodes);
    this.side.scrollTop = scrollTop;
    if (held) item(listed, held)?.focus({ preventScroll: true });
    document.dispatchEvent(new Event("page:changed"));
  }
}

function item(listed, address) {
  return listed.querySelector(`a[href="${CSS.escape(address)}"]`);
}
