/** A question that another part of the page has, for a session that begins with it. */
import { go } from "./router.js";

/** @typedef {{text: string, datasourceId: string|null}} Waiting */

/** @type {Waiting|null} */
let waiting = null;

/**
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
