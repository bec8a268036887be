/** The turns of a session that are here, and what is seen of them. */
import { createStore } from "../lib/store.js";
import { shownOf } from "./turns.js";

/**
 * @typedef {import("./turns.js").Turn} Turn
 * @typedef {{turns: Turn[], status: "loading"|"ready"|"missing"|"failed", busy: boolean,
 *   error: import("../api/client.js").ApiError|null, earlier: number}} ConversationState
 *   `earlier`: how many turns are there before the first of `turns`
 * @typedef {ReturnType<typeof createTurnList>} TurnList
 */

/**
 * @param {{status: "loading"|"ready", isBusy: () => boolean}} options isBusy: whether something is under way
 */
export function createTurnList({ status, isBusy }) {
  const state = createStore(/** @type {ConversationState} */ ({ turns: [], status, busy: false, error: null, earlier: 0 }));
  /** Oldest first, with those that are folded into others. */
  let list = /** @type {Turn[]} */ ([]);
  let earlier = 0;
  let drawn = 0;

  const publish = () => {
    drawn = 0;
    state.update({ turns: shownOf(list, earlier === 0), busy: isBusy(), earlier });
  };
  /** Pieces of text come faster than they can be seen. */
  const publishSoon = () => {
    if (drawn) return;
    drawn = 1;
    if (document.visibilityState === "visible") requestAnimationFrame(() => drawn && publish());
    else setTimeout(() => drawn && publish(), 100);
  };

  return {
    state,
    publish,
    all: () => list,
    /** How many there are before the first. */
    earlier: () => earlier,
    /** @param {string} key */
    byKey: (key) => list.find((turn) => turn.key === key),
    /** @param {string} id */
    byId: (id) => list.find((turn) => turn.id === id),
    /** Whether a run is there, as a turn or as one's rerun. @param {string} runId */
    hasRun: (runId) => list.some((turn) => turn.runId === runId || turn.again?.runId === runId),
    /**
     * @param {Turn[]} turns
     * @param {number} [before] how many there are before the first
     */
    set(turns, before = earlier) {
      list = turns;
      earlier = before;
    },
    /** At the end. @param {Turn} turn */
    add(turn) {
      list = [...list, turn];
    },
    /** @param {Turn} turn */
    remove(turn) {
      list = list.filter((one) => one !== turn);
    },
    /**
     * @param {string} key
     * @param {(turn: Turn) => Turn} change
     */
    put(key, change) {
      list = list.map((turn) => (turn.key === key ? change(turn) : turn));
      publishSoon();
    },
  };
}
