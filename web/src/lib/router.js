/** Addresses of the page: which part is shown, of what, and with which turn, filters or question. */
import { html } from "./html.js";
import { createStore } from "./store.js";

/**
 * `/` and `/sessions/{id}?turn=…` are the chat, `/dashboards/{id}?filters=…` and `/catalog/{id}` what
 * they say. `id` null: none is named. In a frame all of it stays in memory.
 *
 * @typedef {{page: "chat"|"dashboards"|"catalog", id: string|null, params: URLSearchParams}} Route
 */

const embedded = "embed" in document.documentElement.dataset;

/**
 * @param {string} address
 * @returns {Route}
 */
function routeOf(address) {
  const url = new URL(address, location.origin);
  const [, part, id] = url.pathname.split("/");
  const page = part === "dashboards" || part === "catalog" ? part : "chat";
  return { page, id: page === "chat" && part !== "sessions" ? null : id ? decodeURIComponent(id) : null, params: url.searchParams };
}

export const route = createStore(routeOf(embedded ? "/" : location.href));

/**
 * @param {string} address
 * @param {{replace?: boolean}} [options] replace: the one before is no place to come back to
 */
export function go(address, { replace = false } = {}) {
  if (!embedded) history[replace ? "replaceState" : "pushState"](null, "", address);
  route.set(routeOf(address));
}

if (!embedded) addEventListener("popstate", () => route.set(routeOf(location.href)));

/**
 * Changes what comes after the `?` and stays in place; null takes one away.
 *
 * @param {Record<string, string|null>} changes
 * @param {{replace?: boolean}} [options]
 */
export function setParams(changes, { replace = true } = {}) {
  const { page, id, params } = route.get();
  const next = new URLSearchParams(params);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) next.delete(name);
    else next.set(name, value);
  }
  const query = next.toString();
  go((page === "chat" ? sessionPath(id) : id ? `/${page}/${encodeURIComponent(id)}` : `/${page}`) + (query ? `?${query}` : ""), { replace });
}

/** @param {string|null} id */
export const sessionPath = (id) => (id ? `/sessions/${encodeURIComponent(id)}` : "/");

/** A link that stays in the page, unless it is opened elsewhere; attributes as of `<a>`.
 * @param {Record<string, any>} props */
export function Link({ href, children, onClick, ...rest }) {
  const clicked = (/** @type {MouseEvent} */ event) => {
    onClick?.(event);
    if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    go(href);
  };
  return html`<a href=${href} onClick=${clicked} ...${rest}>${children}</a>`;
}

/** What a new session is to begin with. @type {{text: string, datasourceId: string|null}|null} */
let waiting = null;

/**
 * Goes to a new session that begins with a question which another part of the page has.
 *
 * @param {string} text
 * @param {string|null} [datasourceId] of what it is asked; null: of what new sessions ask
 */
export function askInNewSession(text, datasourceId = null) {
  waiting = { text, datasourceId };
  go("/");
}

/** The question that waits, once. */
export function takeQuestion() {
  const question = waiting;
  waiting = null;
  return question;
}
