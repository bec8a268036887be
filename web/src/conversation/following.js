/** The runs of a session that are followed: each to its end, or to what is on record of it. */
import { ApiError, call } from "../api/client.js";
import { notify, notifyError } from "../lib/notices.js";
import { route } from "../lib/router.js";
import { announce } from "./changes.js";
import { follow } from "./follow.js";
import { after, failureOf, newRun, standing, turnOf } from "./turns.js";

/**
 * @typedef {import("./turns.js").Turn} Turn
 * @typedef {import("./turns.js").Run} Run
 * @typedef {import("./follow.js").Follower} Follower
 * @typedef {{follower: Follower|null, wantsStop: boolean, key: string, runId: string|null}} Followed
 * @typedef {<R extends Run>(run: R) => R} Change
 */

/**
 * @param {string} sessionId
 * @param {string} path the session's
 * @param {import("./turnList.js").TurnList} turns
 */
export function createFollowing(sessionId, path, turns) {
  /** By the turn's key, and that of its rerun. @type {Map<string, Followed>} */
  const followed = new Map();

  /**
   * Shows a run that began elsewhere and follows it.
   *
   * @param {string} runId
   */
  async function attach(runId) {
    const isKnown = () => turns.hasRun(runId) || [...followed.values()].some((one) => one.runId === runId);
    if (isKnown()) return;
    try {
      const run = await call(`${path}/runs/${runId}`);
      const ended = run.status === "ended" && !run.rerun_of;
      const line = ended ? await call(`${path}/turns/${run.turn_id}`) : run;
      if (isKnown()) return;
      if (!run.rerun_of) {
        const turn = turnOf(line);
        turns.add(turn);
        if (turn.phase === "working") carry(turn, { runId });
        turns.publish();
        return;
      }
      const turn = turns.byId(run.rerun_of);
      if (!turn || ended) return;
      turns.put(turn.key, (one) => ({ ...one, again: newRun({ runId }) }));
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
    const change = (/** @type {Change} */ next) =>
      turns.put(key, (turn) => (!isRerun ? next(turn) : turn.again ? { ...turn, again: next(turn.again) } : turn));
    const entry = /** @type {Followed} */ ({ follower: null, wantsStop: false, key, runId: runId || null });
    const place = isRerun ? `${key} again` : key;
    followed.set(place, entry);
    turns.publish();
    entry.follower = follow(
      { sessionId, runId, send },
      {
        begun(id) {
          entry.runId = id;
          change((run) => ({ ...run, runId: id }));
          if (!isRerun) turns.put(key, (turn) => ({ ...turn, id: turn.id || id }));
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
      followed.delete(place);
      turns.publish();
      announce({ sessionId, what: "answered" });
      const turn = turns.byKey(key);
      if (turn) tell(turn, isRerun ? turn.again : turn);
    }
  }

  /**
   * Of a run whose events are kept no longer, what is on record.
   *
   * @param {Followed} entry
   * @param {(next: Change) => void} change
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
   * @param {(next: Change) => void} change
   */
  function refused(error, key, question, change) {
    const turn = turns.byKey(key);
    const isGone = error.reason === "session_not_found";
    if ((isGone || error.reason === "session_busy") && route.get().id === sessionId && turn && !turn.id) {
      turns.remove(turn);
      dispatchEvent(new CustomEvent("parley:edit", { detail: question }));
      if (!isGone) notify("This session is answering another question, asked in another window. Yours is kept below: send it when the answer is there.");
    } else {
      change((run) => ({ ...run, phase: "error", error: failureOf({ code: error.code, message: error.message, details: error.details }, error.requestId) }));
    }
    if (error.reason === "session_busy") attachRunning();
    if (isGone) turns.state.update({ status: "missing" });
  }

  const attachRunning = () =>
    call(path).then((session) => session.running_run_id && attach(session.running_run_id)).catch(notifyError);

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

  const cancel = (/** @type {Followed} */ { runId }) =>
    call(`${path}/runs/${runId}/cancel`, { method: "POST" }).catch(notifyError);

  return {
    attach,
    carry,
    isBusy: () => followed.size > 0,
    /** Whether a run of a turn is followed. @param {string} key */
    has: (key) => followed.has(key),
    stop() {
      for (const entry of followed.values()) {
        if (entry.runId) cancel(entry);
        else entry.wantsStop = true;
      }
    },
    /** The connection once more, at once. */
    reconnect() {
      for (const entry of followed.values()) entry.follower?.retry();
    },
  };
}
