// Small behaviours of the components, bound once to the document so that swapped parts keep them.
const COPIED_FOR = 1500;

async function copy(button) {
  const source = button.dataset.copyFrom;
  const text = source ? document.getElementById(source).textContent : button.dataset.copy;
  await navigator.clipboard.writeText(text);
  const label = button.getAttribute("aria-label");
  button.dataset.copied = "yes";
  button.setAttribute("aria-label", "Copied");
  setTimeout(() => {
    delete button.dataset.copied;
    button.setAttribute("aria-label", label);
  }, COPIED_FOR);
}

function clicked(event) {
  const target = event.target.closest("[data-copy], [data-copy-from], [data-dialog], [data-close]");
  if (!target) return;
  if ("dialog" in target.dataset) document.getElementById(target.dataset.dialog).showModal();
  else if ("close" in target.dataset) target.closest("dialog").close();
  else copy(target);
}

function chosen(event) {
  if ("submitOnChange" in event.target.dataset) event.target.form.requestSubmit();
}

function closeMenus(event) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    const leaves = event.type === "keydown" ? event.key === "Escape" : !menu.contains(event.target);
    if (!leaves) continue;
    menu.open = false;
    if (event.type === "keydown") menu.querySelector("summary").focus();
  }
}

function sendOnce(event) {
  const button = event.submitter;
  if (!button || event.target.method !== "post") return;
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "yes";
  button.setAttribute("aria-busy", "true");
}

function allowSendingAgain() {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    form.querySelector('[aria-busy="true"]')?.removeAttribute("aria-busy");
  }
}

export function enableControls() {
  document.addEventListener("click", clicked);
  document.addEventListener("click", closeMenus);
  document.addEventListener("keydown", closeMenus);
  document.addEventListener("change", chosen);
  document.addEventListener("submit", sendOnce);
  window.addEventListener("pageshow", allowSendingAgain);
}
