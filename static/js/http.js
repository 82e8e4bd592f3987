// Requests to our own server, by the session cookie.
export async function getJson(address) {
  const response = await fetch(address, { headers: { Accept: "application/json" } });
  if (!response.ok) throw Object.assign(new Error(`${address} answered ${response.status}`), { status: response.status });
  return response.json();
}

/** The answer to `body`, a form with a token against forgery; a problem document's words are the error's. */
export async function postForm(address, body, token) {
  const headers = { Accept: "application/json", "X-CSRFToken": token };
  const response = await fetch(address, { method: "POST", headers, body });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.errors?.[0]?.detail ?? answer.detail ?? `The server answered ${response.status}.`);
  return answer;
}

/** The page's fragment `address` answers with, as an element. */
export async function getFragment(address) {
  const response = await fetch(address, { headers: { "HX-Request": "true" } });
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  return new DOMParser().parseFromString(await response.text(), "text/html").body;
}

/** An answer that refuses; the message says why and what to do, in the server's words. */
export class Refused extends Error {
  constructor(status, problem) {
    const fields = (problem.errors ?? []).map(({ detail }) => detail);
    super(fields.join(" ") || problem.detail || `The server answered ${status}. Try again.`);
    this.status = status;
    /** What is wrong, by field: `{field, detail}`. */
    this.errors = problem.errors ?? [];
  }
}

/** Sends `body` as JSON; the answer's JSON, null where there is none. Refused for what the server does not take. */
export async function sendJson(method, address, body, headers = {}) {
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const response = await fetch(address, {
    method,
    headers: { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": token, ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const answer = response.status === 204 ? null : await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(response.status, answer ?? {});
  return answer;
}
