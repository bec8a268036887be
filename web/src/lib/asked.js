/** A question that another part of the page has, for a session that begins with it. */
import { go } from "./router.js";

/** @type {string|null} */
let waiting = null;

/** @param {string} text */
export function askInNewSession(text) {
  waiting = text;
  go("/");
}

/** The question that waits, once. */
export function takeQuestion() {
  const text = waiting;
  waiting = null;
  return text;
}
