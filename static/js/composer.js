// What is typed: kept until it is sent, sent by Enter, with the stop button where the send button was.
const TALLEST = 240;
const touch = matchMedia("(pointer: coarse)");

/** Whether the key means "send": not while a word is being composed, nor on a screen keyboard, which has a button. */
export function sends(event) {
  return event.key === "Enter" && !event.shiftKey && !event.isComposing && !touch.matches;
}

export class Composer {
  #isWriting = false;

  /** @param send async (text, key) => void; throws what keeps the text from being sent. */
  constructor(form, draft, send) {
    this.form = form;
    this.area = form.elements.message;
    this.button = form.querySelector("[data-send]");
    this.stop = form.querySelector('[data-act="stop"]');
    this.draft = draft;
    this.send = send;
    this.area.value = stored(draft);
    this.area.addEventListener("input", () => this.#typed());
    this.area.addEventListener("keydown", (event) => this.#pressed(event));
    form.addEventListener("submit", (event) => this.#submitted(event));
    this.#typed();
  }

  /** A reply is under way: with nothing typed, the button stops it. */
  set isWriting(value) {
    this.#isWriting = value;
    this.#showButton();
  }

  #typed() {
    this.area.style.height = "auto";
    this.area.style.height = `${Math.min(TALLEST, this.area.scrollHeight + 2)}px`;
    store(this.draft, this.area.value);
    this.#showButton();
  }

  #showButton() {
    const stops = this.#isWriting && !this.area.value.trim();
    const hadFocus = document.activeElement === this.button || document.activeElement === this.stop;
    this.stop.hidden = !stops;
    this.button.hidden = stops;
    if (hadFocus) (stops ? this.stop : this.button).focus();
    this.button.setAttribute("aria-disabled", String(!this.area.value.trim()));
  }

  #pressed(event) {
    if (!sends(event)) return;
    event.preventDefault();
    this.form.requestSubmit(this.button);
  }

  async #submitted(event) {
    event.preventDefault();
    const text = this.area.value;
    if (!text.trim()) return;
    this.area.value = "";
    this.#typed();
    try {
      await this.send(text);
    } catch {
      // What is typed by now stands behind what could not be sent.
      this.area.value = [text, this.area.value].filter(Boolean).join("\n");
      this.#typed();
      this.area.focus();
    }
  }
}

function stored(name) {
  try {
    return sessionStorage.getItem(name) ?? "";
  } catch {
    return "";
  }
}

function store(name, text) {
  try {
    if (text) sessionStorage.setItem(name, text);
    else sessionStorage.removeItem(name);
  } catch {
    // Storage is closed to us: the draft lasts for this page.
  }
}
