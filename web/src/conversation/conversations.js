/** The conversations that were looked at, kept while the page is open. */
import { call } from "../api/client.js";
import { go, route, sessionPath } from "../lib/router.js";
import { announce, sessionsChanged } from "./changes.js";
import { createConversation } from "./session.js";
import { newKey } from "./follow.js";

/** @typedef {import("./session.js").Conversation} Conversation */

/** Beyond so many, those that were looked at longest ago are loaded again when they are needed. */
const KEPT = 12;

/** @type {Map<string, Conversation>} */
const kept = new Map();

/**
 * @param {string} sessionId
 * @returns {Conversation}
 */
export function conversationOf(sessionId) {
  const known = kept.get(sessionId);
  const conversation = known || createConversation(sessionId);
  keep(conversation);
  if (!known) conversation.load();
  return conversation;
}

/**
 * Makes a session, asks its first question and goes to its address.
 *
 * @param {string|null} datasourceId null: the default
 * @param {string} text
 * @param {import("./session.js").Wish} [wish]
 * @returns {Promise<string>} the session's id
 */
export async function startConversation(datasourceId, text, wish) {
  const headers = { "X-Idempotency-Key": newKey() };
  const body = datasourceId ? { datasource_id: datasourceId } : {};
  const make = () => call("/sessions", { method: "POST", body, headers });
  const { session_id: sessionId } = await make().catch((error) => (error.status === 0 ? make() : Promise.reject(error)));
  const conversation = createConversation(sessionId, { isNew: true });
  keep(conversation);
  conversation.ask(text, wish);
  announce({ sessionId, what: "created" });
  go(sessionPath(sessionId));
  return sessionId;
}

/** @param {Conversation} conversation */
function keep(conversation) {
  kept.delete(conversation.sessionId);
  kept.set(conversation.sessionId, conversation);
  for (const [id, old] of kept) {
    if (kept.size <= KEPT) break;
    if (!old.state.get().busy && old !== conversation) kept.delete(id);
  }
}

sessionsChanged.subscribe((change) => {
  if (!change) return;
  const conversation = kept.get(change.sessionId);
  if (!conversation) return;
  if (change.what === "deleted") {
    conversation.close();
    kept.delete(change.sessionId);
  } else if (change.what === "run" && !change.here && change.runId) conversation.attach(change.runId);
});

const refresh = () => {
  const { page, id } = route.get();
  if (document.visibilityState === "visible" && page === "chat" && id) kept.get(id)?.refresh();
};
document.addEventListener("visibilitychange", refresh);
addEventListener("focus", refresh);
