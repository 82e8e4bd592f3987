// Lore entries are added and taken away at once; without this the same buttons ask the server for the changed form.
const form = document.querySelector("[data-edit-card]");
const said = form.querySelector("#lore-said");
const adder = form.querySelector('[name="add-lore"]');
const blank = form.querySelector("#lore-blank");

const entries = () => [...form.querySelectorAll("[data-lore]")];

function nextNumber() {
  const taken = entries().map((entry) => Number(entry.dataset.lore.replace("new-", "")));
  return `new-${Math.max(0, ...taken.filter(Number.isFinite)) + 1}`;
}

// Every name, id and reference of the blank entry holds its number.
function renamed(entry, number) {
  entry.dataset.lore = number;
  for (const element of entry.querySelectorAll("*")) {
    for (const attribute of element.attributes) attribute.value = attribute.value.replaceAll("new-0", number);
  }
  return entry;
}

function add() {
  const entry = renamed(blank.content.firstElementChild.cloneNode(true), nextNumber());
  adder.parentElement.before(entry);
  entry.querySelector("input").focus();
  said.textContent = "A new entry is there to be filled in. Nothing is kept until you save the card.";
}

function remove(entry) {
  const name = entry.querySelector("legend").textContent;
  const all = entries();
  const next = all[all.indexOf(entry) + 1];
  entry.remove();
  (next?.querySelector('[name="remove-lore"]') ?? adder).focus();
  said.textContent = `${name} is taken away once you save the card.`;
}

form.addEventListener("click", (event) => {
  const button = event.target.closest('[name="add-lore"], [name="remove-lore"]');
  if (!button) return;
  event.preventDefault();
  if (button === adder) add();
  else remove(button.closest("[data-lore]"));
});
