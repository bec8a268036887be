/** One dashboard while it is open: what is stored, what its tiles show, and every change of it. */
import { call } from "../api/client.js";
import { notify, notifyError } from "../lib/notices.js";
import { createStore } from "../lib/store.js";
import { tellDashboardsChanged } from "./changes.js";
import { say } from "./saying.js";

/** @typedef {import("./types.js").Stored} Stored */
/** @typedef {import("./types.js").Dashboard} Dashboard */
/** @typedef {import("./types.js").TileData} TileData */

/**
 * `stored` holds changes before they are kept. `tiles`: what each shows, by its id. `undo`: the versions
 * to go back to, the last change last. `run`: that of the last sentence; `answer`: what it came to.
 *
 * @typedef {{status: "loading"|"ready"|"missing"|"failed", error: Error|null, stored: Stored|null,
 *   tiles: Record<string, TileData>, reading: boolean, failure: Error|null,
 *   undo: {version: number, label: string}[],
 *   run: import("./saying.js").Run|null, answer: {text: string, options: string[]}|null}} BoardState
 */

/** @param {string} id */
export function createBoard(id) {
  const path = `/dashboards/${encodeURIComponent(id)}`;
  const state = createStore(
    /** @type {BoardState} */ ({
      status: "loading",
      error: null,
      stored: null,
      tiles: {},
      reading: false,
      failure: null,
      undo: [],
      run: null,
      answer: null,
    }),
  );
  /** As the service has it, without what is being written. @type {Stored|null} */
  let kept = null;
  let writes = 0;
  let writing = Promise.resolve();
  /** @type {string|null} */
  let settings = null;
  /** @type {AbortController|null} */
  let reader = null;
  /** Takes away the notice that offers to undo what is not the last change any more. */
  let unoffer = () => {};
  /** @type {import("./saying.js").Saying|null} */
  let saying = null;

  /** @param {Stored} stored */
  function take(stored) {
    kept = stored;
    const shown = state.get().stored;
    // While more is to be written, that stays shown.
    state.update({ status: "ready", error: null, stored: writes && shown ? { ...stored, dashboard: shown.dashboard } : stored });
  }

  async function load() {
    try {
      take(await call(path));
    } catch (error) {
      const failed = /** @type {any} */ (error);
      state.update({ status: failed.status === 404 ? "missing" : "failed", error: failed });
    }
  }

  /** What all tiles show, in one call. `fresh`: the database is asked in any case. */
  async function read({ fresh = false } = {}) {
    reader?.abort();
    const mine = (reader = new AbortController());
    state.update({ reading: true, failure: null });
    try {
      const query = { filters: settings, fresh: fresh || undefined };
      const data = await call(`${path}/data`, { query, signal: mine.signal });
      if (mine.signal.aborted) return;
      const tiles = Object.fromEntries(data.tiles.map((/** @type {TileData} */ tile) => [tile.tile_id, tile]));
      state.update({ tiles, reading: false });
    } catch (error) {
      if (!mine.signal.aborted) state.update({ reading: false, failure: /** @type {Error} */ (error) });
    }
  }

  /** @param {unknown} error */
  async function refused(error) {
    if (/** @type {any} */ (error).reason !== "dashboard_changed") notifyError(error);
    else notify("Somebody else changed this dashboard meanwhile. This is how it is now; your change was not made.", { tone: "bad", ms: 9000 });
    state.update({ undo: [] });
    await load();
    await read();
  }

  /**
   * One write after the other, each upon what the one before gave.
   *
   * @param {(kept: Stored) => Promise<Stored>} send
   * @param {{label?: string, shows?: boolean, notice?: string}} about without `label` it cannot be undone
   */
  function write(send, { label, shows, notice }) {
    writes++;
    unoffer();
    writing = writing.then(async () => {
      const before = /** @type {Stored} */ (kept);
      /** @type {Stored|null} */
      let after = null;
      try {
        after = await send(before);
      } catch (error) {
        writes--;
        return refused(error);
      }
      writes--;
      if (label) state.update({ undo: [...state.get().undo.slice(-19), { version: before.version, label }] });
      take(after);
      tellDashboardsChanged();
      if (notice && !writes) unoffer = notify(notice, { action: { label: "Undo", run: () => void undo() } });
      return shows ? read() : undefined;
    });
    return writing;
  }

  const put = (/** @type {Stored} */ { version }, /** @type {Dashboard} */ dashboard) =>
    call(path, { method: "PUT", body: { version, dashboard } });

  function undo() {
    const { undo: changes } = state.get();
    const last = changes.at(-1);
    if (!last) return writing;
    state.update({ undo: changes.slice(0, -1) });
    return write(
      ({ version }) => call(`${path}/versions/${last.version}/restore`, { method: "POST", body: { version } }),
      { shows: true },
    );
  }

  return {
    state,
    load,
    read,

    /** @param {string|null} next the filters of this look, as the service takes them */
    look(next) {
      settings = next;
      return read();
    },

    /**
     * Shown at once, and written upon the version that was read.
     *
     * @param {string} label of the change, for whoever wants to undo it
     * @param {(dashboard: Dashboard) => Dashboard} edit
     * @param {{shows?: boolean, notice?: string, later?: boolean}} [about] shows: tiles show something else then;
     *   notice: said, with an offer to undo it; later: it is of no use before it is written
     */
    change(label, edit, { later, ...about } = {}) {
      const { stored } = state.get();
      if (!stored) return writing;
      if (!later) state.update({ stored: { ...stored, dashboard: edit(stored.dashboard) } });
      return write((before) => put(before, edit(before.dashboard)), { label, ...about });
    },

    /** @param {string} title */
    rename(title) {
      return this.change("the new name", (dashboard) => ({ ...dashboard, title }));
    },

    undo,

    /** @param {"private"|"tenant"} shared */
    share(shared) {
      return write(async (before) => ({ ...before, ...(await call(`${path}/sharing`, { method: "PUT", body: { shared } })) }), {});
    },

    /**
     * A sentence that changes the dashboard or asks about it.
     *
     * @param {string} message
     * @returns {Promise<boolean>} whether it was answered
     */
    async say(message) {
      state.update({ answer: null });
      await writing;
      const before = /** @type {Stored} */ (kept);
      saying = say({ path: `${path}/messages`, body: { message } }, (run) => state.update({ run }));
      const { body, error } = await saying.ended;
      if (error?.reason === "dashboard_changed") await refused(error);
      if (!body) return false;
      const options = body.metadata.clarification?.options || [];
      state.update({
        run: null,
        answer: { text: body.response, options: options.map((/** @type {any} */ one) => one.label ?? String(one)) },
      });
      if (body.metadata.stored && body.metadata.stored.version !== before.version) {
        state.update({ undo: [...state.get().undo, { version: before.version, label: `“${message}”` }] });
        await load();
        tellDashboardsChanged();
        await read();
      }
      return true;
    },
    stopSaying: () => saying?.stop(),
    reconnect: () => saying?.reconnect(),

    clearAnswer: () => state.update({ answer: null }),

    close: () => reader?.abort(),
  };
}

/** @typedef {ReturnType<typeof createBoard>} Board */
