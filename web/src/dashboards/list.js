/** The dashboards that the rail and the menu for pinning name: the few that changed last. */
import { call } from "../api/client.js";
import { createStore } from "../lib/store.js";
import { dashboardsChanged } from "./changes.js";
import { isGoing } from "./removing.js";

const RECENT = 20;

/**
 * `total` counts those that are not listed too. `status` failed: what is listed is from before.
 *
 * @type {import("../lib/store.js").Store<{status: "unread"|"ready"|"failed",
 *   lines: import("./types.js").DashboardLine[], total: number}>}
 */
export const dashboards = createStore({ status: "unread", lines: [], total: 0 });

/** Reads them anew; whatever is changed on the page later is read by itself. */
export async function loadDashboards() {
  try {
    const page = await call("/dashboards", { query: { limit: RECENT, shared: true } });
    const lines = page.dashboards.filter((/** @type {any} */ line) => !isGoing(line.dashboard_id));
    dashboards.set({
      status: "ready",
      lines,
      total: page.total_count - (page.dashboards.length - lines.length),
    });
  } catch {
    dashboards.update({ status: "failed" });
  }
}

dashboardsChanged.subscribe(() => void loadDashboards());
