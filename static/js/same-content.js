// Whether what the server sent is what is shown: then nothing needs to be replaced under anybody's hand.

/** Whether two elements have the same content, but for the space between elements and what times.js adds. */
export function isSameContent(one, other) {
  return plain(one).isEqualNode(plain(other));
}

function plain(element) {
  const content = document.createElement("div");
  content.append(...element.cloneNode(true).childNodes);
  for (const time of content.querySelectorAll("time[data-local]")) {
    time.removeAttribute("title");
    time.removeAttribute("data-local");
  }
  const texts = document.createTreeWalker(content, NodeFilter.SHOW_TEXT);
  const blank = [];
  while (texts.nextNode()) if (!texts.currentNode.data.trim()) blank.push(texts.currentNode);
  for (const text of blank) text.remove();
  return content;
}
