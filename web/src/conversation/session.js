/** One session's turns, and what can be done with them. It lives on while another session is looked at. */
import { call } from "../api/client.js";
import { notify, notifyError } from "../lib/notices.js";
import { go, sessionPath } from "../lib/router.js";
import { wish as chosenWish } from "../shell/asking.js";
import { announce } from "./changes.js";
import { newKey } from "./follow.js";
import { createFollowing } from "./following.js";
import { createLoading } from "./loading.js";
import { createTurnList } from "./turnList.js";
import { newRun, newTurn } from "./turns.js";

/**
 * @typedef {{model?: string|null, mode?: string|null, breakdown?: boolean}} Wish null: as the settings say
 * @typedef {ReturnType<typeof createConversation>} Conversation
 */

/** Who writes the query, as it is chosen now. @returns {Wish} */
export function chosen() {
  const { model, mode } = chosenWish.get();
  return { model, mode };
}

/**
 * @param {string} sessionId
 * @param {{isNew?: boolean}} [options] isNew: there is nothing to load
 */
export function createConversation(sessionId, { isNew = false } = {}) {
  const path = `/sessions/${encodeURIComponent(sessionId)}`;
  let redrawing = false;
  /** @type {import("./turnList.js").TurnList} */
  const turns = createTurnList({ status: isNew ? "ready" : "loading", isBusy: () => redrawing || runs.isBusy() });
  const runs = createFollowing(sessionId, path, turns);
  const { state, publish, put, byId } = turns;

  /**
   * @param {string} kind
   * @param {string} question
   * @param {{path: string, body?: any}} send
   */
  function begin(kind, question, send) {
    const turn = newTurn({ key: newKey(), kind, question, startedAt: performance.now(), acceptedAt: new Date().toISOString() });
    turns.add(turn);
    return runs.carry(turn, { send });
  }

  const wished = (/** @type {Wish} */ { model, mode }) => ({ ...(model && { model }), ...(mode && { mode }) });

  return {
    sessionId,
    state,
    ...createLoading(path, turns, runs),
    attach: runs.attach,
    stop: runs.stop,
    reconnect: runs.reconnect,
    /**
     * @param {string} text
     * @param {Wish} [wish]
     */
    ask: (text, wish = chosen()) =>
      begin(wish.breakdown ? "breakdown" : "message", text, { path: `${path}/messages`, body: { message: text, ...wished(wish), ...(wish.breakdown && { breakdown: true }) } }),
    /**
     * @param {string} text
     * @param {Wish} [wish]
     */
    refine: (text, wish = chosen()) => begin("refine", text, { path: `${path}/refine`, body: { refinement: text, ...wished(wish) } }),
    /**
     * Draws the newest answer another way, or a part of it. Raises ApiError where it cannot be.
     *
     * @param {string} chartType
     * @param {number} [part] the first is 1
     */
    async visualize(chartType, part) {
      if (state.get().busy) return;
      redrawing = true;
      publish();
      try {
        const headers = { "X-Idempotency-Key": newKey(), Accept: "application/json" };
        const send = () => call(`${path}/visualization`, { method: "POST", body: { chart_type: chartType, part }, headers });
        // A connection that broke says nothing of the turn: the same key asks what became of it.
        const body = await send().catch((error) => (error.status === 0 ? send() : Promise.reject(error)));
        const { run_id: runId, turn_id: id } = body.metadata;
        const turn = newTurn({ key: runId, id, runId, kind: "visualize", question: "", phase: "complete", body });
        if (!turns.byKey(runId)) turns.add(turn);
        announce({ sessionId, what: "run", runId });
      } finally {
        redrawing = false;
        publish();
      }
    },
    /** @param {string} turnId */
    rerun(turnId) {
      const turn = byId(turnId);
      if (!turn || state.get().busy) return;
      put(turn.key, (one) => ({ ...one, again: newRun({ startedAt: performance.now() }) }));
      runs.carry(turn, { send: { path: `${path}/turns/${turnId}/rerun` }, isRerun: true });
    },
    /** @param {string} turnId */
    closeRerun: (turnId) => {
      const turn = byId(turnId);
      if (turn) put(turn.key, (one) => ({ ...one, again: null }));
    },
    /** @param {string} turnId */
    async fork(turnId) {
      try {
        const session = await call(`${path}/turns/${turnId}/fork`, { method: "POST", headers: { "X-Idempotency-Key": newKey() } });
        announce({ sessionId: session.session_id, what: "created" });
        go(sessionPath(session.session_id));
        notify("This is a session of its own now. The one it came from stays as it is.");
      } catch (error) {
        notifyError(error);
      }
    },
    /**
     * @param {string} turnId
     * @param {"up"|"down"|null} rating
     * @param {string} [comment]
     */
    async rate(turnId, rating, comment) {
      const turn = byId(turnId);
      if (!turn) return;
      const before = turn.rating;
      put(turn.key, (one) => ({ ...one, rating: rating && { rating, comment: comment || null } }));
      try {
        await call(`${path}/turns/${turnId}/feedback`, { method: "POST", body: { rating, ...(comment && { comment }) } });
      } catch (error) {
        put(turn.key, (one) => ({ ...one, rating: before }));
        notifyError(error);
      }
    },
    /** It was deleted. */
    close: () => state.update({ status: "missing" }),
  };
}
