// What a model wrote as blocks: paragraphs, lists, quotes, code, tables. Built node by node; HTML in it is text.
import { inline } from "./markdown-inline.js";

const FENCE = /^ {0,3}(`{3,}|~{3,})\s*([\w+#.-]{0,40})/;
const HEADING = /^ {0,3}#{1,6}\s(.*)$/;
const RULE = /^ {0,3}([-*_])(\s*\1){2,}\s*$/;
const QUOTE = /^ {0,3}>\s?/;
const ITEM = /^( {0,8})([-*+]|\d{1,9}[.)])\s+(?=\S)/;
// Of a line without space around it. No two parts that take space meet, so that hostile lines cost no more than long ones.
const DIVIDER = /^\|?(\s*:?-+:?\s*\|)+(\s*:?-+:?)?$/;
const DEEPEST = 6;

/** `lines` from the number `from` on as `{node, from}`, a block each, with the number of the line it begins in. */
export function* markdown(lines, from = 0, depth = 0) {
  for (let at = from; at < lines.length; ) {
    const [node, next] = block(lines, at, depth);
    if (node) yield { node, from: at };
    at = next;
  }
}

const inner = (lines, depth) => [...markdown(lines, 0, depth)].map(({ node }) => node);

function block(lines, at, depth) {
  const line = lines[at];
  if (!line.trim()) return [null, at + 1];
  if (FENCE.test(line)) return code(lines, at);
  if (RULE.test(line)) return [document.createElement("hr"), at + 1];
  const heading = HEADING.exec(line);
  if (heading) return [made("p", inline(heading[1].trim().replace(/\s#+$/, "")), "said-heading"), at + 1];
  if (depth < DEEPEST && QUOTE.test(line)) return quote(lines, at, depth);
  if (depth < DEEPEST && ITEM.test(line)) return list(lines, at, depth);
  if (line.includes("|") && DIVIDER.test(lines[at + 1]?.trim() ?? "")) return table(lines, at);
  return paragraph(lines, at, depth);
}

function made(tag, children, className = "") {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.append(...children);
  return node;
}

function code(lines, at) {
  const [, fence, language] = FENCE.exec(lines[at]);
  const closing = new RegExp(`^ {0,3}${fence[0]}{${fence.length},}\\s*$`);
  let end = at + 1;
  while (end < lines.length && !closing.test(lines[end])) end += 1;
  const pre = made("pre", [made("code", [lines.slice(at + 1, end).join("\n")])]);
  pre.tabIndex = 0;
  pre.setAttribute("aria-label", language ? `Code, ${language}` : "Code");
  return [pre, end + 1];
}

function quote(lines, at, depth) {
  let end = at;
  while (end < lines.length && QUOTE.test(lines[end])) end += 1;
  const quoted = lines.slice(at, end).map((line) => line.replace(QUOTE, ""));
  return [made("blockquote", inner(quoted, depth + 1)), end];
}

function list(lines, at, depth) {
  const [, indent, marker] = ITEM.exec(lines[at]);
  const isOrdered = /\d/.test(marker);
  const node = document.createElement(isOrdered ? "ol" : "ul");
  if (isOrdered) node.start = Number.parseInt(marker, 10);
  let end = at;
  while (end < lines.length && isItem(lines[end], indent.length, isOrdered)) {
    const [own, next] = itemLines(lines, end);
    node.append(made("li", inner(own, depth + 1)));
    end = next;
  }
  return [node, end];
}

function isItem(line, indent, isOrdered) {
  const found = ITEM.exec(line);
  return found !== null && found[1].length <= indent + 1 && /\d/.test(found[2]) === isOrdered;
}

// The lines of one item: its first, and those indented below it.
function itemLines(lines, at) {
  const width = ITEM.exec(lines[at])[0].length;
  const least = Math.min(width, ITEM.exec(lines[at])[1].length + 2);
  const own = [lines[at].slice(width)];
  let end = at + 1;
  for (; end < lines.length; end += 1) {
    const line = lines[end];
    const isIndented = line.search(/\S/) >= least;
    const isBetween = !line.trim() && (lines[end + 1] ?? "").search(/\S/) >= least;
    if (!isIndented && !isBetween) break;
    own.push(line.slice(Math.min(width, Math.max(0, line.search(/\S/)))));
  }
  while (end < lines.length && !lines[end].trim() && ITEM.test(lines[end + 1] ?? "")) end += 1;
  return [own, end];
}

const cells = (line) =>
  line.trim().replace(/^\||\|$/g, "").split("|").map((cell) => cell.trim());

function table(lines, at) {
  let end = at + 2;
  while (end < lines.length && lines[end].includes("|")) end += 1;
  const row = (line, tag) => made("tr", cells(line).map((cell) => made(tag, inline(cell))));
  const head = made("thead", [row(lines[at], "th")]);
  const body = made("tbody", lines.slice(at + 2, end).map((line) => row(line, "td")));
  const frame = made("div", [made("table", [head, body])], "said-table");
  frame.tabIndex = 0;
  return [frame, end];
}

function paragraph(lines, at, depth) {
  let end = at + 1;
  while (end < lines.length && lines[end].trim() && !begins(lines[end], depth)) end += 1;
  return [made("p", inline(lines.slice(at, end).join("\n"))), end];
}

function begins(line, depth) {
  if (FENCE.test(line) || RULE.test(line) || HEADING.test(line)) return true;
  return depth < DEEPEST && (QUOTE.test(line) || ITEM.test(line));
}
