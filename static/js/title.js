// The document's title has two authors: the page, and the timer that runs before it.
let base = document.title;
let prefix = "";

function show() {
  const title = prefix ? `${prefix} | ${base}` : base;
  if (document.title !== title) document.title = title;
}

export function setTitle(text) {
  base = text;
  show();
}

export function setTitlePrefix(text) {
  prefix = text;
  show();
}
