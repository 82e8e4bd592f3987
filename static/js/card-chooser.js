// A search over one's cards in the place of a plain choice, which keeps the value.
import { getJson } from "./http.js";

const WAIT = 200;
const MOST = 20;

export class CardChooser {
  constructor(root) {
    this.root = root;
    this.select = root.querySelector("select");
    this.chosen = root.querySelector("[data-chosen]");
    this.search = root.querySelector("[data-search]");
    this.input = root.querySelector("[role=combobox]");
    this.list = root.querySelector("[role=listbox]");
    this.blank = root.querySelector("template").content.firstElementChild;
    this.found = [];
    this.at = -1;
    this.asked = 0;
  }

  start() {
    this.select.hidden = true;
    for (const label of this.select.labels) label.htmlFor = this.input.id;
    this.input.addEventListener("input", () => this.later());
    this.input.addEventListener("focus", () => this.ask());
    this.input.addEventListener("blur", () => this.close());
    this.input.addEventListener("keydown", (event) => this.pressed(event));
    // Before the input loses the focus, and the list closes.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.clicked(event));
    this.root.querySelector("[data-another]").addEventListener("click", () => this.searchAgain());
    this.root.querySelector("[data-away]").addEventListener("click", () => this.take(null));
    this.show();
  }

  show() {
    const has = Boolean(this.select.value);
    this.chosen.hidden = !has;
    this.search.hidden = has;
  }

  searchAgain() {
    this.search.hidden = false;
    this.input.focus();
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), WAIT);
  }

  async ask() {
    const asked = ++this.asked;
    const words = this.input.value.trim();
    const query = new URLSearchParams({ ordering: "-updated_at", limit: MOST, ...(words && { q: words.slice(0, 200) }) });
    try {
      const { results, count } = await getJson(`${this.root.dataset.cards}?${query}`);
      if (asked === this.asked && document.activeElement === this.input) this.open(results, count);
    } catch {
      if (asked === this.asked) this.say("Your cards cannot be searched just now.");
    }
  }

  open(results, count) {
    this.found = namesFirst(results, this.input.value.trim().toLowerCase());
    this.list.replaceChildren(...this.found.map((card, number) => this.row(card, number)));
    if (!results.length) this.list.append(noCard(this.input.value.trim()));
    else if (count > results.length) this.list.append(more(count - results.length));
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.mark(-1);
    this.say(count === 1 ? "1 card" : `${count} cards`);
  }

  row(card, number) {
    const row = this.blank.cloneNode(true);
    row.id = `${this.list.id}-${number}`;
    row.dataset.number = number;
    row.querySelector("img").src = card.links.thumbnail;
    row.querySelector(".chooser-name").textContent = card.name;
    row.querySelector(".chooser-about").textContent = card.summary;
    return row;
  }

  close() {
    ++this.asked;
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.mark(-1);
    if (this.select.value) this.show();
  }

  pressed(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (this.list.hidden) this.ask();
      else if (this.found.length) this.mark((this.at + step + this.found.length + (this.at < 0 && step < 0)) % this.found.length);
    } else if (event.key === "Enter") {
      event.preventDefault(); // the form is sent by its button
      const first = this.input.value.trim() ? this.found[0] : undefined;
      if (!this.list.hidden) this.take(this.found[this.at] ?? first);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.close();
    }
  }

  mark(number) {
    this.at = number;
    for (const row of this.list.querySelectorAll("[role=option]")) {
      const is = Number(row.dataset.number) === number;
      row.setAttribute("aria-selected", String(is));
      if (is) row.scrollIntoView({ block: "nearest" });
    }
    if (number < 0) this.input.removeAttribute("aria-activedescendant");
    else this.input.setAttribute("aria-activedescendant", `${this.list.id}-${number}`);
  }

  clicked(event) {
    const row = event.target.closest("[role=option]");
    if (row) this.take(this.found[Number(row.dataset.number)]);
  }

  take(card) {
    if (card === undefined) return;
    if (card && ![...this.select.options].some((option) => option.value === card.id)) {
      this.select.append(new Option(card.name, card.id));
    }
    this.select.value = card?.id ?? "";
    this.input.value = "";
    this.close();
    this.show();
    if (card) {
      this.root.querySelector("[data-name]").textContent = card.name;
      this.chosen.querySelector("img").src = card.links.thumbnail;
      this.root.querySelector("[data-another]").focus();
    } else {
      this.input.focus();
    }
    this.select.dispatchEvent(new Event("input", { bubbles: true })); // the estimate and the check go by it
  }

  say(words) {
    this.root.querySelector("[data-found]").textContent = words;
  }
}

// Words are found in what a card says of itself too; who types a name wants that card.
function namesFirst(cards, words) {
  const has = (card) => words && card.name.toLowerCase().includes(words);
  return [...cards.filter(has), ...cards.filter((card) => !has(card))];
}

function line(words) {
  const row = document.createElement("li");
  row.className = "chooser-none";
  row.setAttribute("role", "presentation");
  row.textContent = words;
  return row;
}

const noCard = (words) => line(words ? "No card of yours has these words; use others." : "You have no cards yet.");
const more = (count) => line(`${count.toLocaleString()} more; type to find them.`);
