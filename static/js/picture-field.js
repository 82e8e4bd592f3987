// A picture is sent as soon as it is dropped or chosen, and shown; the form has its id.
import { takeDrops } from "./drop.js";
import { postForm } from "./http.js";

const AVATAR = "avatar"; // the option that says where the picture comes from
const CHOSEN = "upload";

export class PictureField {
  constructor(root) {
    this.root = root;
    this.form = root.closest("form");
    this.id = root.querySelector("input[type=hidden]");
    this.file = root.querySelector("input[type=file]");
    this.image = root.querySelector("img");
    this.drop = root.querySelector("[data-drop]");
    this.away = root.querySelector("[data-away]");
    this.before = "placeholder";
    this.sending = null;
  }

  start() {
    takeDrops(this.file, () => this.dropped(), this.drop);
    this.file.addEventListener("change", () => this.send());
    this.away.addEventListener("click", () => this.takeAway());
    this.form.addEventListener("submit", (event) => this.hold(event));
    window.addEventListener("pageshow", () => this.show());
    this.show();
  }

  dropped() {
    const folded = this.root.closest("details");
    if (folded) folded.open = true;
    this.root.scrollIntoView({ block: "nearest" });
    this.send();
  }

  show() {
    const id = this.id.value;
    this.image.hidden = !id;
    this.away.hidden = !id;
    if (id) this.image.src = `${this.root.dataset.uploads}/${id}/thumbnail`;
    else this.image.removeAttribute("src");
  }

  async send() {
    const [file] = this.file.files;
    if (!file) return;
    this.file.value = ""; // the form carries the id, not the file
    this.say(`Sending ${file.name}…`, "");
    const sending = this.upload(file).catch((error) => this.say("", `${file.name} is not taken. ${error.message}`));
    this.sending = sending;
    await sending;
    if (this.sending === sending) this.sending = null;
  }

  async upload(file) {
    const largest = Number(this.root.dataset.largest);
    if (file.size > largest) throw new Error(`It is larger than ${largest / 1e6} MB; choose a smaller one.`);
    const body = new FormData();
    body.append("file", file);
    const token = this.form.elements.csrfmiddlewaretoken.value;
    const { upload_id: id } = await postForm(this.root.dataset.uploads, body, token);
    this.say("", "");
    const avatar = this.form.elements[AVATAR];
    if (avatar.value !== CHOSEN) this.before = avatar.value;
    this.take(id, CHOSEN);
  }

  takeAway() {
    this.say("", "");
    this.take("", this.form.elements[AVATAR].value === CHOSEN ? this.before : this.form.elements[AVATAR].value);
    this.file.focus();
  }

  take(id, avatar) {
    this.id.value = id;
    this.form.elements[AVATAR].value = avatar;
    this.show();
    this.id.dispatchEvent(new Event("input", { bubbles: true })); // the estimate and the check go by it
  }

  say(sending, refused) {
    this.root.querySelector("[data-sending]").textContent = sending;
    this.drop.setAttribute("aria-busy", sending ? "true" : "false");
    const line = this.root.querySelector("[data-refused]");
    line.hidden = !refused;
    line.querySelector("span").textContent = refused;
  }

  // A form sent while its picture is on the way waits for it; it stays where the picture is refused.
  async hold(event) {
    if (!this.sending) return;
    event.preventDefault();
    event.stopPropagation();
    const wanted = this.id.value;
    await this.sending;
    if (this.id.value !== wanted) this.form.requestSubmit(event.submitter);
    else this.root.scrollIntoView({ block: "nearest" });
  }
}
