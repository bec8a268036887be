/** One session's turns, and what can be done with them. It lives on while another session is looked at. */
import { ApiError, call } from "../api/client.js";
import { notify, notifyError } from "../lib/notices.js";
import { go, route, sessionPath } from "../lib/router.js";
import { createStore } from "../lib/store.js";
import { wish as chosenWish } from "../shell/asking.js";
import { announce } from "./changes.js";
import { follow, newKey } from "./follow.js";
import { after, failureOf, newRun, newTurn, shownOf, standing, turnOf } from "./turns.js";

/**
 * @typedef {import("./turns.js").Turn} Turn
 * @typedef {import("./turns.js").Run} Run
 * @typedef {import("./follow.js").Follower} Follower
 * @typedef {{model?: string|null, mode?: string|null, breakdown?: boolean}} Wish null: as the settings say
 * @typedef {{turns: Turn[], status: "loading"|"ready"|"missing"|"failed", busy: boolean, error: ApiError|null,
 *   earlier: number}} ConversationState `earlier`: how many turns are there before the first of `turns`
 * @typedef {ReturnType<typeof createConversation>} Conversation
 */

const PAGE = 20;

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
  const state = createStore(
    /** @type {ConversationState} */ ({ turns: [], status: isNew ? "ready" : "loading", busy: false, error: null, earlier: 0 }),
  );
  /** Oldest first, with those that are folded into others. */
  let list = /** @type {Turn[]} */ ([]);
  let earlier = 0;
  /** What is followed, by the run's or the turn's key; @type {Map<string, {follower: Follower|null, wantsStop: boolean, key: string, runId: string|null}>} */
  const following = new Map();
  let redrawing = false;
  let drawn = 0;

  const publish = () => {
    drawn = 0;
    state.update({ turns: shownOf(list, earlier === 0), busy: following.size > 0 || redrawing, earlier });
  };
  /** Pieces of text come faster than they can be seen. */
  const publishSoon = () => {
    if (drawn) return;
    drawn = 1;
    if (document.visibilityState === "visible") requestAnimationFrame(() => drawn && publish());
    else setTimeout(() => drawn && publish(), 100);
  };
  const put = (/** @type {string} */ key, /** @type {(turn: Turn) => Turn} */ change) => {
    list = list.map((turn) => (turn.key === key ? change(turn) : turn));
    publishSoon();
  };
  const turnById = (/** @type {string} */ id) => list.find((turn) => turn.id === id);

  async function load() {
    state.update({ status: "loading", error: null });
    try {
      const [page, session] = await Promise.all([pageOf(0, PAGE, true), call(path)]);
      // What was begun here meanwhile is newer than the page.
      list = [...page.turns.map(turnOf).reverse(), ...list.filter((turn) => following.has(turn.key) && !page.turns.some((/** @type {any} */ line) => line.run_id === turn.runId))];
      earlier = Math.max(0, page.total_count - page.turns.length);
      state.update({ status: "ready" });
      publish();
      for (const turn of list) if (turn.phase === "working" && turn.runId) carry(turn, { runId: turn.runId });
      if (session.running_run_id) attach(session.running_run_id);
    } catch (error) {
      const missing = error instanceof ApiError && error.status === 404;
      state.update({ status: missing ? "missing" : "failed", error: /** @type {ApiError} */ (error) });
    }
  }

  const pageOf = (/** @type {number} */ offset, /** @type {number} */ limit, /** @type {boolean} */ answers) =>
    call(`${path}/turns`, { query: { answers: answers || null, order: "newest", limit, offset } });

  async function loadEarlier() {
    if (!earlier) return;
    try {
      const page = await pageOf(list.filter((turn) => turn.id).length, PAGE, true);
      const older = page.turns.map(turnOf).filter((/** @type {Turn} */ turn) => !list.some((known) => known.key === turn.key || known.id === turn.id));
      list = [...older.reverse(), ...list];
      earlier = page.turns.length ? Math.max(0, page.total_count - list.length) : 0;
      publish();
    } catch (error) {
      notifyError(error);
    }
  }

  /** What other windows and other people did meanwhile. */
  async function refresh() {
    if (state.get().status === "failed") return load();
    if (state.get().status !== "ready" || following.size) return undefined;
    const page = await pageOf(0, PAGE, false).catch((error) => {
      if (error.status === 404) state.update({ status: "missing" });
      return null; // of anything else the next look tells
    });
    if (!page) return undefined;
    const fresh = page.turns.filter((/** @type {any} */ line) => !list.some((turn) => turn.runId === line.run_id || turn.id === line.turn_id));
    if (fresh.length === PAGE) return load();
    for (const line of fresh.reverse()) await attach(line.run_id);
    return undefined;
  }

  /**
   * Shows a run that began elsewhere and follows it.
   *
   * @param {string} runId
   */
  async function attach(runId) {
    const isKnown = () => list.some((turn) => turn.runId === runId || turn.again?.runId === runId) || [...following.values()].some((one) => one.runId === runId);
    if (isKnown()) return;
    try {
      const run = await call(`${path}/runs/${runId}`);
      const ended = run.status === "ended" && !run.rerun_of;
      const line = ended ? await call(`${path}/turns/${run.turn_id}`) : run;
      if (isKnown()) return;
      if (!run.rerun_of) {
        const turn = turnOf(line);
        list = [...list, turn];
        if (turn.phase === "working") carry(turn, { runId });
        publish();
        return;
      }
      const turn = turnById(run.rerun_of);
      if (!turn || ended) return;
      put(turn.key, (one) => ({ ...one, again: newRun({ runId }) }));
      carry(turn, { runId, isRerun: true });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error; // it went as it came
    }
  }

  /**
   * Follows a run of a turn to its end.
   *
   * @param {Turn} turn
   * @param {{runId?: string, send?: {path: string, body?: any}, isRerun?: boolean}} options
   */
  async function carry({ key, question }, { runId, send, isRerun = false }) {
    const change = (/** @type {<R extends Run>(run: R) => R} */ next) =>
      put(key, (turn) => (!isRerun ? next(turn) : turn.again ? { ...turn, again: next(turn.again) } : turn));
    const entry = { follower: /** @type {Follower|null} */ (null), wantsStop: false, key, runId: runId || null };
    const place = isRerun ? `${key} again` : key;
    following.set(place, entry);
    publish();
    entry.follower = follow(
      { sessionId, runId, send },
      {
        begun(id) {
          entry.runId = id;
          change((run) => ({ ...run, runId: id }));
          if (!isRerun) put(key, (turn) => ({ ...turn, id: turn.id || id }));
          announce({ sessionId, what: "run", runId: id });
          if (entry.wantsStop) cancel(entry);
        },
        event: (event) => change((run) => after(run, event)),
        interrupted: (interruption) => change((run) => (run.interruption === interruption ? run : { ...run, interruption })),
      },
    );
    try {
      if ((await entry.follower.ended) === "gone") await recover(entry, change);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      refused(error, key, question, change);
    } finally {
      change((run) => ({ ...run, interruption: null }));
      following.delete(place);
      publish();
      announce({ sessionId, what: "answered" });
      const turn = list.find((one) => one.key === key);
      if (turn) tell(turn, isRerun ? turn.again : turn);
    }
  }

  /**
   * Of a run whose events are kept no longer, what is on record.
   *
   * @param {{runId: string|null}} entry
   * @param {(next: <R extends Run>(run: R) => R) => void} change
   */
  async function recover({ runId }, change) {
    const run = await call(`${path}/runs/${runId}`);
    const line = run.rerun_of ? run : await call(`${path}/turns/${run.turn_id}`);
    change((before) => ({ ...before, ...standing(line), startedAt: before.startedAt }));
  }

  /**
   * @param {ApiError} error
   * @param {string} key
   * @param {string} question
   * @param {(next: <R extends Run>(run: R) => R) => void} change
   */
  function refused(error, key, question, change) {
    const turn = list.find((one) => one.key === key);
    const isGone = error.reason === "session_not_found";
    if ((isGone || error.reason === "session_busy") && route.get().id === sessionId && turn && !turn.id) {
      list = list.filter((one) => one !== turn);
      dispatchEvent(new CustomEvent("parley:edit", { detail: question }));
      if (!isGone) notify("This session is answering another question, asked in another window. Yours is kept below: send it when the answer is there.");
    } else {
      change((run) => ({ ...run, phase: "error", error: failureOf({ code: error.code, message: error.message, details: error.details }, error.requestId) }));
    }
    if (error.reason === "session_busy") attachRunning();
    if (isGone) state.update({ status: "missing" });
  }

  const attachRunning = () =>
    call(path).then((session) => session.running_run_id && attach(session.running_run_id)).catch(notifyError);

  /**
   * @param {string} kind
   * @param {string} question
   * @param {{path: string, body?: any}} send
   */
  function begin(kind, question, send) {
    const turn = newTurn({ key: newKey(), kind, question, startedAt: performance.now(), acceptedAt: new Date().toISOString() });
    list = [...list, turn];
    return carry(turn, { send });
  }

  /**
   * For the page around, where this is in a frame; what was asked and answered is not its business.
   *
   * @param {Turn} turn
   * @param {Run|null} run
   */
  function tell({ id }, run) {
    const about = { session_id: sessionId, turn_id: id };
    if (run?.phase === "complete") dispatchEvent(new CustomEvent("parley:answer", { detail: about }));
    else if (run?.error) dispatchEvent(new CustomEvent("parley:failed", { detail: { ...about, code: run.error.code, message: run.error.message } }));
  }

  const wished = (/** @type {Wish} */ { model, mode }) => ({ ...(model && { model }), ...(mode && { mode }) });

  const cancel = (/** @type {{runId: string|null}} */ { runId }) =>
    call(`${path}/runs/${runId}/cancel`, { method: "POST" }).catch(notifyError);

  return {
    sessionId,
    state,
    load,
    loadEarlier,
    refresh,
    attach,
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
     * Draws the newest answer another way. Raises ApiError where it cannot be.
     *
     * @param {string} chartType
     */
    async visualize(chartType) {
      if (state.get().busy) return;
      redrawing = true;
      publish();
      try {
        const headers = { "X-Idempotency-Key": newKey(), Accept: "application/json" };
        const send = () => call(`${path}/visualization`, { method: "POST", body: { chart_type: chartType }, headers });
        // A connection that broke says nothing of the turn: the same key asks what became of it.
        const body = await send().catch((error) => (error.status === 0 ? send() : Promise.reject(error)));
        const { run_id: runId, turn_id: id } = body.metadata;
        const turn = newTurn({ key: runId, id, runId, kind: "visualize", question: "", phase: "complete", body });
        if (!list.some((one) => one.key === runId)) list = [...list, turn];
        announce({ sessionId, what: "run", runId });
      } finally {
        redrawing = false;
        publish();
      }
    },
    /** @param {string} turnId */
    rerun(turnId) {
      const turn = turnById(turnId);
      if (!turn || state.get().busy) return;
      put(turn.key, (one) => ({ ...one, again: newRun({ startedAt: performance.now() }) }));
      carry(turn, { send: { path: `${path}/turns/${turnId}/rerun` }, isRerun: true });
    },
    /** @param {string} turnId */
    closeRerun: (turnId) => {
      const turn = turnById(turnId);
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
    stop() {
      for (const entry of following.values()) {
        if (entry.runId) cancel(entry);
        else entry.wantsStop = true;
      }
    },
    /** The connection once more, at once. */
    reconnect() {
      for (const entry of following.values()) entry.follower?.retry();
    },
    /**
     * @param {string} turnId
     * @param {"up"|"down"|null} rating
     * @param {string} [comment]
     */
    async rate(turnId, rating, comment) {
      const turn = turnById(turnId);
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
