/** That dashboards were made, changed or deleted from this page, for whoever lists them. */
import { createStore } from "../lib/store.js";

/** Counts the changes. */
export const dashboardsChanged = createStore(0);

export const tellDashboardsChanged = () => dashboardsChanged.set(dashboardsChanged.get() + 1);
