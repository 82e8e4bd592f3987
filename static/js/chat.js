// The page of a conversation: what is said arrives live, and every action is answered by the server's own words.
import { money } from "./badge.js";
import { Composer } from "./composer.js";
import { report } from "./connection.js";
import { Conversation } from "./conversation.js";
import { openEditor } from "./edit-said.js";
import { getJson, sendJson } from "./http.js";
import { Live } from "./live.js";
import { Spoken } from "./spoken.js";
import { ThreadView } from "./thread-view.js";

const MOST_AT_ONCE = 1000;
const page = document.querySelector("[data-conversation]");
const id = page.dataset.conversation;
const address = `/api/v1/conversations/${id}`;
const find = (selector) => page.querySelector(selector);
const conversation = new Conversation();
const thread = new ThreadView(page);
const spoken = new Spoken(find("[data-spoken]"));
const composer = new Composer(find(".composer"), `draft-${id}`, send);
let unsent = null;

function show() {
  const { facts } = conversation;
  find(".chat-loading").hidden = true;
  find("[data-failed]").hidden = true;
  find(".chat-empty").hidden = conversation.line.length > 0;
  find(".chat-earlier").hidden = !conversation.hasEarlier;
  showFacts(facts);
  thread.show(conversation);
  composer.isWriting = conversation.awaited.length > 0;
  spoken.hear(conversation);
}

function showFacts({ title, bot, usage, cost_usd: cost, is_open: isOpen, notice }) {
  const name = title || bot.name;
  find("#chat-title").textContent = name;
  document.title = name;
  const listed = page.parentElement.querySelector(".chats-item[aria-current]");
  if (listed) {
    listed.querySelector(".chats-title").textContent = name;
    listed.querySelector(".chats-open").hidden = !isOpen;
  }
  const tokens = usage.input_tokens + usage.output_tokens;
  find("[data-usage]").textContent = tokens ? `, ${tokens.toLocaleString()} tokens, ${money(cost)}` : "";
  find(".composer").hidden = !isOpen;
  find(".composer-keys").hidden = !isOpen;
  find('[data-act="close"]').disabled = !isOpen;
  find(".chat-closed").hidden = isOpen;
  find(".chat-closed p").textContent = notice || "This conversation is closed.";
}

function received(message) {
  const changed = conversation.take(message);
  if (changed === "all") show();
  else if (changed) thread.showOne(conversation, changed);
}

async function fetchAll(newest = 100) {
  for (;;) {
    const { heard } = conversation;
    const answer = await getJson(`${address}?newest=${newest}`);
    if (heard !== conversation.heard) continue;
    conversation.read(answer);
    show();
    return;
  }
}

// One action at a time; what the server says against it is shown, and nothing that was typed is lost.
async function act(work) {
  const error = find("[data-error]");
  try {
    error.hidden = true;
    await work();
  } catch (refused) {
    error.querySelector("p").textContent =
      refused instanceof TypeError ? "The server cannot be reached. Try again in a moment." : refused.message;
    error.hidden = false;
    throw refused;
  }
}

const quietly = (work) => act(work).catch(() => {});

function send(text) {
  return act(async () => {
    // The same words again, after a failure, are the same message: they are said once.
    if (unsent?.text !== text) unsent = { text, key: key() };
    thread.toEnd();
    const body = { message: text, conversation_id: id };
    await sendJson("POST", "/api/v1/chat", body, { "Idempotency-Key": unsent.key });
    unsent = null;
    await fetchAll();
    thread.toEnd();
  });
}

function key() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

const change = (path, body) =>
  quietly(async () => {
    await sendJson("POST", path, body);
    await fetchAll();
  });

function stop() {
  for (const { id: reply } of conversation.awaited) change(`/api/v1/utterances/${reply}/stop`);
}

const ACTS = {
  stop,
  newest: () => thread.toEnd(),
  fetch: () => start(),
  close: () => change(`${address}/close`),
  reopen: () => change(`${address}/reopen`),
  earlier: () => quietly(() => thread.above(() => fetchAll(MOST_AT_ONCE))),
};

const SAID = {
  previous: (said) => beside(said, -1),
  next: (said) => beside(said, 1),
  again(said) {
    thread.toEnd();
    return change(`/api/v1/utterances/${said.id}/regenerate`);
  },
  edit(said, element) {
    openEditor(element, said.text, (message) =>
      act(async () => {
        await sendJson("POST", `/api/v1/utterances/${said.id}/edit`, { message });
        thread.toEnd();
        await fetchAll();
      }));
  },
};

function beside(said, step) {
  const other = said.alternatives[said.alternatives.indexOf(said.id) + step];
  if (other) change(`/api/v1/utterances/${other}/activate`);
}

function clicked(event) {
  const button = event.target.closest("[data-act], [data-said]");
  if (!button) return;
  button.closest("[data-menu]")?.removeAttribute("open");
  if (button.dataset.act) ACTS[button.dataset.act]?.();
  const element = button.closest(".said");
  if (element) SAID[button.dataset.said]?.(conversation.said(element.dataset.id), element);
}

function pressed(event) {
  if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open], [data-menu][open]")) return;
  if (conversation.awaited.length) stop();
}

async function poll() {
  const { utterances, ...facts } = await getJson(address);
  const line = utterances.map((said) => said.id);
  const snapshot = { type: "snapshot", conversation: facts, utterances, line };
  const under = utterances.find((said) => said.state === "awaited");
  if (!under) return [snapshot];
  const { results } = await getJson(`/api/v1/jobs/${under.job_id}/events?limit=100`);
  return [snapshot, ...results.map((event) => ({ ...event, utterance_id: under.id }))];
}

async function start() {
  try {
    await fetchAll();
  } catch {
    if (conversation.facts) return;
    find(".chat-loading").hidden = true;
    find("[data-failed]").hidden = false;
  }
}

const FORMS = {
  rename: async (form) => {
    await sendJson("PATCH", address, { title: form.elements.title.value });
    await fetchAll();
  },
  delete: async () => {
    await sendJson("DELETE", address);
    location.assign("/conversations");
  },
};

page.addEventListener("click", clicked);
document.addEventListener("keydown", pressed);
for (const form of document.querySelectorAll("[data-form]")) {
  form.addEventListener("submit", () => quietly(() => FORMS[form.dataset.form](form)));
}
new Live({
  path: `/ws/conversations/${id}/`,
  cursor: () => conversation.cursor,
  onMessage: received,
  onState: (state) => report("conversation", state),
  poll,
}).start();
start();
if (matchMedia("(pointer: fine)").matches) composer.area.focus();
