// The text around a finding, when it is opened.
import { getFragment } from "./http.js";

function fill(source) {
  const link = source.open && source.querySelector("a.passage");
  if (!link) return;
  getFragment(link.href)
    .then((body) => link.replaceWith(...body.childNodes))
    .catch(() => {}); // the link stays
}

document.addEventListener("toggle", (event) => fill(event.target), true);
for (const source of document.querySelectorAll(".source[open]")) fill(source);
