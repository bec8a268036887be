/** A session's turns as the service has them: the newest, earlier ones, and what came about elsewhere. */
import { ApiError, call } from "../api/client.js";
import { notifyError } from "../lib/notices.js";
import { turnOf } from "./turns.js";

/** @typedef {import("./turns.js").Turn} Turn */

const PAGE = 20;

/**
 * @param {string} path the session's
 * @param {import("./turnList.js").TurnList} turns
 * @param {ReturnType<typeof import("./following.js").createFollowing>} runs
 */
export function createLoading(path, turns, runs) {
  const { state } = turns;
  const pageOf = (/** @type {number} */ offset, /** @type {boolean} */ answers) =>
    call(`${path}/turns`, { query: { answers: answers || null, order: "newest", limit: PAGE, offset } });

  async function load() {
    state.update({ status: "loading", error: null });
    try {
      const [page, session] = await Promise.all([pageOf(0, true), call(path)]);
      // What was begun here meanwhile is newer than the page.
      const begun = turns.all().filter((turn) => runs.has(turn.key) && !page.turns.some((/** @type {any} */ line) => line.run_id === turn.runId));
      turns.set([...page.turns.map(turnOf).reverse(), ...begun], Math.max(0, page.total_count - page.turns.length));
      state.update({ status: "ready" });
      turns.publish();
      for (const turn of turns.all()) if (turn.phase === "working" && turn.runId) runs.carry(turn, { runId: turn.runId });
      if (session.running_run_id) runs.attach(session.running_run_id);
    } catch (error) {
      const missing = error instanceof ApiError && error.status === 404;
      state.update({ status: missing ? "missing" : "failed", error: /** @type {ApiError} */ (error) });
    }
  }

  async function loadEarlier() {
    if (!turns.earlier()) return;
    try {
      const page = await pageOf(turns.all().filter((turn) => turn.id).length, true);
      const isNew = (/** @type {Turn} */ turn) => !turns.all().some((known) => known.key === turn.key || known.id === turn.id);
      const list = [...page.turns.map(turnOf).filter(isNew).reverse(), ...turns.all()];
      turns.set(list, page.turns.length ? Math.max(0, page.total_count - list.length) : 0);
      turns.publish();
    } catch (error) {
      notifyError(error);
    }
  }

  /** What other windows and other people did meanwhile. */
  async function refresh() {
    if (state.get().status === "failed") return load();
    if (state.get().status !== "ready" || runs.isBusy()) return undefined;
    const page = await pageOf(0, false).catch((error) => {
      if (error.status === 404) state.update({ status: "missing" });
      return null; // of anything else the next look tells
    });
    if (!page) return undefined;
    const isNew = (/** @type {any} */ line) => !turns.all().some((turn) => turn.runId === line.run_id || turn.id === line.turn_id);
    const fresh = page.turns.filter(isNew);
    if (fresh.length === PAGE) return load();
    for (const line of fresh.reverse()) await runs.attach(line.run_id);
    return undefined;
  }

  return { load, loadEarlier, refresh };
}
