// What stands around what was said: the name, what it cost, whether it is open, and that it is gone.
import { spent } from "./badge.js";
import { setTitle } from "./title.js";

export class ChatFrame {
  constructor(page) {
    this.page = page;
  }

  show(conversation) {
    this.#hide(".chat-loading", "[data-failed]");
    this.find(".chat-empty").hidden = conversation.line.length > 0;
    this.find(".chat-earlier").hidden = !conversation.hasEarlier;
    this.#showFacts(conversation.facts);
  }

  /** It could not be fetched, and nothing of it is shown. */
  showFailed() {
    this.#hide(".chat-loading");
    this.find("[data-failed]").hidden = false;
  }

  /** It was deleted elsewhere. What is typed stays to be read. */
  showGone() {
    this.#hide(".chat-loading", "[data-failed]", ".chat-closed", ".composer-keys");
    this.find("[data-gone]").hidden = false;
    this.find(".composer").hidden = !this.find(".composer").elements.message.value.trim();
  }

  find(selector) {
    return this.page.querySelector(selector);
  }

  #showFacts({ title, bot, model, usage, cost_usd: cost, is_open: isOpen, notice }) {
    const name = title || bot.name;
    this.find("#chat-title").textContent = name;
    setTitle(name);
    this.#showListed(name, isOpen);
    const tokens = usage.input_tokens + usage.output_tokens;
    const paid = spent(cost, usage.simulated_cost_usd, usage.abandoned_estimate_usd);
    const price = cost === null && !Number(usage.simulated_cost_usd) ? "cost not known" : paid;
    const isUsed = tokens > 0 || usage.abandoned_calls > 0;
    this.find("[data-usage]").textContent = isUsed ? `, ${tokens.toLocaleString()} tokens, ${price}` : "";
    this.find("[data-model]").textContent = model || this.page.dataset.ownModel;
    this.find(".composer").hidden = !isOpen;
    this.find(".composer-keys").hidden = !isOpen;
    this.find('[data-act="close"]').disabled = !isOpen;
    this.find(".chat-closed").hidden = isOpen;
    this.find(".chat-closed p").textContent = notice || "This conversation is closed.";
  }

  #showListed(name, isOpen) {
    const listed = this.page.parentElement.querySelector(".chats-item[aria-current]");
    if (!listed) return;
    listed.querySelector(".chats-title").textContent = name;
    listed.querySelector(".chats-open").hidden = !isOpen;
  }

  #hide(...selectors) {
    for (const selector of selectors) this.find(selector).hidden = true;
  }
}
