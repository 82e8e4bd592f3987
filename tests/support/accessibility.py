"""What a page must have for people who do not see it, or do not use a mouse."""

from __future__ import annotations

from playwright.sync_api import Page

_FAULTS = """() => {
  const faults = [];
  const all = (selector) => [...document.querySelectorAll(selector)];
  const start = (element) => element.outerHTML.slice(0, 100);
  const ids = all("[id]").map((element) => element.id);
  for (const id of new Set(ids)) if (ids.filter((other) => other === id).length > 1) faults.push(`id twice: ${id}`);
  for (const field of all("input:not([type=hidden]), select, textarea"))
    if (!field.labels?.length && !field.getAttribute("aria-label")) faults.push(`no label: ${start(field)}`);
  for (const control of all("button, a[href], summary"))
    if (!control.textContent.trim() && !control.getAttribute("aria-label")) faults.push(`no name: ${start(control)}`);
  for (const name of ["aria-describedby", "aria-controls", "aria-labelledby"])
    for (const element of all(`[${name}]`))
      for (const id of element.getAttribute(name).split(" ").filter(Boolean))
        if (!ids.includes(id)) faults.push(`${name} points nowhere: ${id}`);
  for (const image of all("img:not([alt])")) faults.push(`no alt: ${start(image)}`);
  const headings = all("h1, h2, h3").filter((heading) => heading.offsetParent);
  const levels = headings.map((heading) => Number(heading.tagName[1]));
  if (levels.filter((level) => level === 1).length !== 1) faults.push(`h1: ${levels}`);
  levels.forEach((level, at) => at && level > levels[at - 1] + 1 && faults.push(`a heading is skipped: ${levels}`));
  if (all("main").length !== 1) faults.push("not one main");
  return faults;
}"""


def faults(page: Page) -> list[str]:
    """What is wrong with `page`, each in a line; none is right."""
    found: list[str] = page.evaluate(_FAULTS)
    return found
