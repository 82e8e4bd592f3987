// The picture of what waits for what: badges follow the jobs, and what is new among them is drawn anew.
import { showStatus } from "./badge.js";
import { getFragment } from "./http.js";

const AFTER = 300;
const section = document.getElementById("graph");
const picture = section.querySelector("[data-picture]");
const own = document.querySelector("[data-job-page]").dataset.jobPage;
let timer = 0;

const nodes = (id) => picture.querySelectorAll(`[data-node="${id}"]`);

// Of neighbours there is a line of state between, whose look depends on theirs: the server draws it.
function follow(jobs) {
  for (const job of jobs) {
    const badges = [...nodes(job.id)].map((node) => node.querySelector(".badge"));
    const isNews = badges.some((badge) => badge.dataset.status !== job.status);
    for (const badge of badges) showStatus(badge, job.status);
    if (isNews || isNewHere(job)) drawSoon();
  }
}

function isNewHere(job) {
  const waitsForOneHere = job.depends_on.some((id) => id === own || nodes(id).length > 0);
  return waitsForOneHere && nodes(job.id).length === 0;
}

function drawSoon() {
  timer ||= setTimeout(() => draw().catch(() => {}), AFTER);
}

async function draw() {
  timer = 0;
  const body = await getFragment(section.dataset.address);
  const focused = picture.contains(document.activeElement) ? document.activeElement.dataset.node : "";
  const { scrollLeft = 0, scrollTop = 0 } = picture.querySelector(".graph-frame") ?? {};
  picture.replaceChildren(...body.childNodes);
  section.hidden = picture.querySelector("[data-node]") === null;
  picture.querySelector(".graph-frame")?.scrollTo(scrollLeft, scrollTop);
  if (focused) [...nodes(focused)].find((node) => node.checkVisibility())?.focus();
}

function showOwn() {
  const [node] = nodes(own);
  const frame = picture.querySelector(".graph-frame");
  if (!node || !frame) return;
  const there = node.getBoundingClientRect();
  const here = frame.getBoundingClientRect();
  frame.scrollTo(there.left - here.left - (here.width - there.width) / 2, there.top - here.top - (here.height - there.height) / 2);
}

document.addEventListener("jobs:changed", ({ detail }) => follow(detail));
document.addEventListener("page:changed", drawSoon);
showOwn();
