// Words, emphasis, code and links of one paragraph as nodes. Text stays text: nothing here makes markup of a string.
// A span has a bounded length, so that hostile text costs no more than long text.
const SPAN = "(?=\\S)(.{0,999}?\\S)";
const RULES = [
  ["escape", /\\([\\`*_{}[\]()#+\-.!~|<>])/y],
  ["code", /(`{1,8})(?!`)(.{1,1000}?)(?<!`)\1(?!`)/y],
  ["link", /\[([^[\]]{1,500})\]\((https?:\/\/[^\s()<>]{1,1000})\)/iy],
  ["address", /https?:\/\/[^\s<>"'`*|\\^{}]{1,1000}/iy],
  ["strong", new RegExp(`\\*\\*${SPAN}\\*\\*(?!\\*)`, "y")],
  ["strong", new RegExp(`(?<!\\w)__${SPAN}__(?!\\w)`, "y")],
  ["em", new RegExp(`\\*(?!\\*)${SPAN}\\*(?!\\*)`, "y")],
  ["em", new RegExp(`(?<!\\w)_(?!_)${SPAN}_(?!\\w)`, "y")],
  ["del", new RegExp(`~~${SPAN}~~`, "y")],
];
const STARTS = /[\\`[*_~]|https?:\/\//gi;
const DEEPEST = 6;

/** `text`, which is one line or several, as nodes; line ends stay. */
export function inline(text, depth = 0) {
  const nodes = [];
  let plain = "";
  let at = 0;
  const flush = () => {
    plain.split("\n").forEach((line, index) => {
      if (index) nodes.push(document.createElement("br"));
      if (line) nodes.push(line);
    });
    plain = "";
  };
  while (at < text.length) {
    STARTS.lastIndex = at;
    const start = depth < DEEPEST ? STARTS.exec(text)?.index : undefined;
    plain += text.slice(at, start ?? text.length);
    if (start === undefined) break;
    const found = matching(text, start);
    if (!found) {
      plain += text[start];
      at = start + 1;
      continue;
    }
    at = start + found.length;
    if (found.kind === "escape") plain += found.inner;
    else {
      flush();
      nodes.push(element(found, depth));
    }
  }
  flush();
  return nodes;
}

function matching(text, start) {
  for (const [kind, rule] of RULES) {
    rule.lastIndex = start;
    const match = rule.exec(text);
    if (!match) continue;
    if (kind === "address") return address(match[0]);
    const inner = kind === "code" ? match[2] : match[1];
    return { kind, inner, length: match[0].length, href: kind === "link" ? match[2] : "" };
  }
  return null;
}

// What ends a sentence does not end an address.
function address(found) {
  const href = found.replace(/(?<![.,;:!?)\]])[.,;:!?)\]]+$/, "");
  return { kind: "link", inner: null, length: href.length, href };
}

function element({ kind, inner, href }, depth) {
  if (kind === "link") return link(href, inner === null ? [href] : inline(inner, DEEPEST));
  const node = document.createElement(kind);
  if (kind === "code") node.textContent = inner;
  else node.append(...inline(inner, depth + 1));
  return node;
}

function link(href, content) {
  const node = document.createElement("a");
  node.href = href;
  node.target = "_blank";
  node.rel = "noopener noreferrer nofollow";
  node.title = href;
  node.append(...content);
  return node;
}
