// Requests to our own server, by the session cookie.
export async function getJson(address) {
  const response = await fetch(address, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
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
