// The parts of the job on this page: the map follows them, a cell tells of its part.
import { ChunkMap, unfold } from "./chunk-map.js";
import { getFragment, getJson } from "./http.js";

const EVERY = 1000;
const LOOK_AFTER = 120;
const MOST_SAID = 300; // of a part, on hover; the panel says all
const section = document.getElementById("parts");
const panel = section.querySelector(".part-panel");
const words = document.getElementById("parts-words");
const { address } = section.dataset;
const map = new ChunkMap(section.querySelector(".chunk-map"), section.querySelector(".legend"), address);
let timer = 0;
let looking = 0;

function show({ map: letters, words: said, is_live: isLive, ...figures }) {
  section.hidden = !letters;
  if (letters) map.show(unfold(letters));
  if (said) words.textContent = said;
  section.toggleAttribute("data-live", isLive);
  for (const place of document.querySelectorAll("[data-told]")) place.textContent = figures[place.dataset.told] ?? place.textContent;
  if ("message" in figures) document.dispatchEvent(new CustomEvent("parts:told", { detail: figures }));
}

async function follow() {
  clearTimeout(timer);
  timer = 0;
  const began = performance.now();
  if (!document.hidden) show(await getJson(address));
  // A map that takes long is asked for less often.
  if (section.hasAttribute("data-live")) timer = setTimeout(again, Math.max(EVERY, 10 * (performance.now() - began)));
}

const again = () => follow().catch(() => (timer = setTimeout(again, 5 * EVERY)));

async function tell(cell) {
  const body = await getFragment(cell.href);
  const said = body.cloneNode(true);
  said.querySelector(".part-line a")?.remove();
  cell.title = said.textContent.replace(/\s+/g, " ").trim().slice(0, MOST_SAID);
  panel.replaceChildren(...body.childNodes);
  panel.hidden = false;
}

function look(event) {
  const cell = event.target.closest(".chunk-map .chunk");
  if (!cell) return;
  clearTimeout(looking);
  looking = setTimeout(() => tell(cell).catch(() => {}), LOOK_AFTER);
}

section.addEventListener("pointerover", look);
section.addEventListener("focusin", look);
section.addEventListener("click", (event) => {
  if (!event.target.closest(".chunk-map .chunk") || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  look(event);
});
document.addEventListener("page:changed", () => timer || again());
document.addEventListener("visibilitychange", () => document.hidden || !section.hasAttribute("data-live") || again());

show({ map: section.dataset.map, words: "", is_live: section.hasAttribute("data-live") });
if (section.hasAttribute("data-live")) again();
