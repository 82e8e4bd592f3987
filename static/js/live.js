// A WebSocket that comes back: cursor, backoff with jitter, a visible state, polling while sockets fail.
import { backoff } from "./backoff.js";

const FAILURES_BEFORE_POLLING = 3;
const POLL_EVERY = 3000;
const PING_EVERY = 20_000;
const TRUST_A_HIDDEN_SOCKET_FOR = 60_000;
const REFUSED = new Set([4400, 4401, 4403, 4404]);

/**
 * @param path      the socket's address without its query
 * @param cursor    () => the last seq seen, or null for sockets without replay
 * @param onMessage (message) => void, for every message whichever way it came
 * @param onState   (state, code) => void: connecting, connected, reconnecting, polling, closed; `code` says why closed
 * @param poll      async () => messages newer than the cursor, over plain HTTP
 */
export class Live {
  #socket = null;
  #failures = 0;
  #retry = 0;
  #pollTimer = 0;
  #hiddenSince = null;
  #heardAt = 0;
  #stopped = false;

  constructor({ path, cursor = () => null, onMessage, onState, poll }) {
    Object.assign(this, { path, cursor, onMessage, onState, poll });
  }

  start() {
    this.onState("connecting");
    this.#connect();
    window.addEventListener("online", () => this.#connectNow());
    window.addEventListener("pagehide", () => this.#close());
    window.addEventListener("pageshow", (event) => event.persisted && this.#connectNow());
    document.addEventListener("visibilitychange", () => this.#visibilityChanged());
    setInterval(() => this.#ping(), PING_EVERY);
  }

  #address() {
    const url = new URL(this.path, location.href);
    url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    const after = this.cursor();
    if (after !== null) url.searchParams.set("after", after);
    return url;
  }

  #connect() {
    clearTimeout(this.#retry);
    this.#close();
    const socket = new WebSocket(this.#address());
    this.#socket = socket;
    socket.addEventListener("message", (event) => this.#received(socket, event.data));
    socket.addEventListener("close", (event) => this.#closed(socket, event.code));
  }

  #connectNow() {
    if (!this.#stopped) this.#connect();
  }

  #close() {
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  #received(socket, text) {
    if (socket !== this.#socket) return;
    const message = JSON.parse(text);
    if (message.type === "error") return; // says why; the close that follows carries the code
    this.#heardAt = Date.now();
    this.#failures = 0;
    this.#stopPolling();
    this.onState("connected");
    if (message.type !== "pong") this.onMessage(message);
  }

  #closed(socket, code) {
    if (socket !== this.#socket) return;
    this.#socket = null;
    if (REFUSED.has(code)) {
      this.#stopped = true;
      this.#stopPolling();
      this.onState("closed", code);
      return;
    }
    this.#failures += 1;
    if (this.#failures >= FAILURES_BEFORE_POLLING) this.#startPolling();
    else this.onState("reconnecting");
    this.#retry = setTimeout(() => this.#connect(), backoff(this.#failures));
  }

  #startPolling() {
    if (this.#pollTimer) return;
    const tick = async () => {
      this.#pollTimer = setTimeout(tick, POLL_EVERY);
      if (document.hidden) return;
      try {
        for (const message of await this.poll()) this.onMessage(message);
        if (this.#pollTimer) this.onState("polling");
      } catch {
        if (this.#pollTimer) this.onState("reconnecting");
      }
    };
    tick();
  }

  /** A network that went away closes nothing: silence after a ping tells. */
  #ping() {
    if (this.#socket?.readyState !== WebSocket.OPEN) return;
    if (Date.now() - this.#heardAt > 2 * PING_EVERY + 1000) this.#connect();
    else this.#socket.send("ping");
  }

  #stopPolling() {
    clearTimeout(this.#pollTimer);
    this.#pollTimer = 0;
  }

  #visibilityChanged() {
    if (document.hidden) {
      this.#hiddenSince = Date.now();
      return;
    }
    const away = this.#hiddenSince === null ? 0 : Date.now() - this.#hiddenSince;
    this.#hiddenSince = null;
    // A laptop that slept holds a socket that looks open and is not.
    if (!this.#socket || away > TRUST_A_HIDDEN_SOCKET_FOR) this.#connectNow();
  }
}
