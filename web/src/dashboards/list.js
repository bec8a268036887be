/** The dashboards that one may see; those that changed last, for the rail and the menu for pinning. */
import { call } from "../api/client.js";
import { createStore } from "../lib/store.js";
import { dashboardsChanged } from "./changes.js";
import { isGoing } from "./removing.js";

/** @typedef {import("./types.js").DashboardLine} DashboardLine */

/**
 * Where the next page begins, of one's own and of those that others share.
 * @typedef {{own: string|null, shared: string|null}} Cursors
 */

const RECENT = 20;

/**
 * `total` counts those that are not listed too. `status` failed: what is listed is from before.
 *
 * @typedef {{status: "unread"|"ready"|"failed", lines: DashboardLine[], total: number}} Dashboards
 */
export const dashboards = createStore(/** @type {Dashboards} */ ({ status: "unread", lines: [], total: 0 }));

/** Reads them anew; whatever is changed on the page later is read by itself. */
export async function loadDashboards() {
  try {
    const { lines, total } = await pageOfDashboards({ limit: RECENT });
    dashboards.set({ status: "ready", lines: lines.slice(0, RECENT), total });
  } catch {
    dashboards.update({ status: "failed" });
  }
}

/**
 * One's own and those that others share, the latest first, without those that are being deleted.
 *
 * @param {{limit: number, search?: string, after?: Cursors|null, signal?: AbortSignal}} options
 * @returns {Promise<{lines: DashboardLine[], next: Cursors|null, total: number}>}
 */
export async function pageOfDashboards({ limit, search, after = null, signal }) {
  const page = async (/** @type {boolean} */ shared) => {
    const cursor = after && (shared ? after.shared : after.own);
    if (after && !cursor) return { dashboards: [], next_cursor: null, total_count: 0 };
    return call("/dashboards", { query: { limit, q: search, cursor, shared: shared || undefined }, signal });
  };
  const [own, shared] = await Promise.all([page(false), page(true)]);
  const others = shared.dashboards.filter((/** @type {DashboardLine} */ line) => line.owned === false);
  const lines = [...own.dashboards, ...others].sort((a, b) => (a.updated_at < b.updated_at ? 1 : -1));
  const kept = lines.filter((line) => !isGoing(line.dashboard_id));
  const more = own.next_cursor || shared.next_cursor;
  return {
    lines: kept,
    next: more ? { own: own.next_cursor, shared: shared.next_cursor } : null,
    total: own.total_count + others.length - (lines.length - kept.length),
  };
}

dashboardsChanged.subscribe(() => void loadDashboards());
