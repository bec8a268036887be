/** How many dashboards one may see, in the rail. */
import { html, useEffect } from "../lib/html.js";
import { useStore } from "../lib/store.js";
import { dashboards, loadDashboards } from "./list.js";

export function DashboardCount() {
  const { total } = useStore(dashboards);
  useEffect(() => void loadDashboards(), []);
  return total > 0 && html`<span class="rail-count">${total}</span>`;
}
