// The page of a conversation: what is said arrives live, and every action is answered by the server's own words.
import { ChatFrame } from "./chat-frame.js";
import { Composer } from "./composer.js";
import { report } from "./connection.js";
import { Conversation } from "./conversation.js";
import { ConversationsBeside } from "./conversations-beside.js";
import { ConversationSource } from "./conversation-source.js";
import { openEditor } from "./edit-said.js";
import { sendJson } from "./http.js";
import { Live } from "./live.js";
import { MannerForm } from "./manner-form.js";
import { onceAtATime } from "./once-at-a-time.js";
import { Refusal } from "./refusal.js";
import { Sending } from "./sending.js";
import { Spoken } from "./spoken.js";
import { Talk } from "./talk.js";
import { ThreadView } from "./thread-view.js";

const GONE = 4404;
const page = document.querySelector("[data-conversation]");
const id = page.dataset.conversation;
const frame = new ChatFrame(page);
const conversation = new Conversation();
const source = new ConversationSource(id, conversation, { changed: show, gone: showGone });
const thread = new ThreadView(page);
const beside = new ConversationsBeside(page.parentElement.querySelector(".chats-side"));
const spoken = new Spoken(frame.find("[data-spoken]"));
const refusal = new Refusal(frame.find("[data-error]"));
const sending = new Sending(frame.find(".sending-list"), conversation);
const talk = new Talk(id, { conversation, source, thread, sending, refusal });
const composer = new Composer(frame.find(".composer"), `draft-${id}`, (text) => talk.send(text));
const manner = new MannerForm(document.getElementById("manner-dialog"), (changes) => talk.change(changes));

function show() {
  frame.show(conversation);
  sending.settle();
  thread.show(conversation);
  composer.isWriting = conversation.awaited.length > 0;
  spoken.hear(conversation);
  beside.follow(conversation.facts);
}

function showGone() {
  frame.showGone();
  beside.refresh();
}

function received(message) {
  const changed = conversation.take(message);
  if (changed === "all") show();
  else if (changed) thread.showOne(conversation, changed);
}

async function start() {
  try {
    await source.fetch();
  } catch ({ status }) {
    if (!conversation.facts && status !== 404) frame.showFailed();
  }
}

const ACTS = {
  stop: () => talk.stop(),
  newest: () => thread.toEnd(),
  fetch: start,
  close: () => talk.close(),
  reopen: () => talk.reopen(),
  manner: () => conversation.facts && manner.open(conversation.facts),
  earlier: () => refusal.quietly(() => thread.above(() => source.fetchEarlier())),
};

const SAID = {
  previous: (said) => talk.beside(said, "previous", -1),
  next: (said) => talk.beside(said, "next", 1),
  again: (said) => talk.again(said),
  edit: (said, element) => openEditor(element, said.text, (message) => talk.edit(said, message)),
};

const FORMS = {
  rename: (form) => talk.change({ title: form.elements.title.value }),
  delete: async () => {
    await sendJson("DELETE", source.address);
    location.assign("/conversations");
  },
};

function clicked(event) {
  const button = event.target.closest("[data-act], [data-said]");
  if (!button) return;
  button.closest("[data-menu]")?.removeAttribute("open");
  const act = ACTS[button.dataset.act];
  if (act) onceAtATime(button, act);
  const element = button.closest(".said");
  const doIt = element && SAID[button.dataset.said];
  if (doIt) onceAtATime(button, () => doIt(conversation.said(element.dataset.id), element));
}

function pressed(event) {
  if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open], [data-menu][open]")) return;
  onceAtATime(frame.find('[data-act="stop"]'), ACTS.stop);
}

page.addEventListener("click", clicked);
document.addEventListener("keydown", pressed);
for (const form of document.querySelectorAll("[data-form]")) {
  form.addEventListener("submit", () => refusal.quietly(() => FORMS[form.dataset.form](form)));
}
new Live({
  path: `/ws/conversations/${id}/`,
  cursor: () => conversation.cursor,
  onMessage: received,
  onState: (state, code) => {
    report("conversation", state);
    if (code === GONE) showGone();
  },
  poll: () => source.poll(),
}).start();
start();
if (matchMedia("(pointer: fine)").matches) composer.area.focus();
