/** What happened to sessions, here and in other windows of this browser. */
import { createStore } from "../lib/store.js";

/**
 * `run`: a run began (`runId`); `answered`: one ended, so title and time are other ones.
 * `here` false: another window said so.
 *
 * @typedef {{sessionId: string, what: "created"|"run"|"answered"|"renamed"|"deleted", runId?: string, here: boolean}} Change
 */

/** The last change; whoever lists sessions lists them anew. */
export const sessionsChanged = createStore(/** @type {Change|null} */ (null));

const channel = new BroadcastChannel("parley");
channel.addEventListener("message", ({ data }) => {
  if (data && typeof data.sessionId === "string") sessionsChanged.set({ ...data, here: false });
});

/**
 * Tells it to this window and to the others.
 *
 * @param {Omit<Change, "here">} change
 */
export function announce(change) {
  channel.postMessage(change);
  // Who began a run follows it already.
  if (change.what !== "run") sessionsChanged.set({ ...change, here: true });
}
