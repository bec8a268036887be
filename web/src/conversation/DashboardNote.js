/** The dashboard that a turn made or changed: what is on it, and a way to keep it. */
import { call } from "../api/client.js";
import { Icon } from "../lib/icons.js";
import { html, useState } from "../lib/html.js";
import { notify, notifyError } from "../lib/notices.js";
import { go, Link } from "../lib/router.js";
import { tellDashboardsChanged } from "../dashboards/changes.js";

/** Where the dashboards of turns are kept, by the turns' ids; @type {Map<string|null, string>} */
const places = new Map();

/** @param {{dashboard: Record<string, any>, stored?: Record<string, any>|null, turnId: string|null}} props */
export function DashboardNote({ dashboard, stored, turnId }) {
  const [id, setId] = useState(/** @type {string|null} */ (stored?.dashboard_id || places.get(turnId) || null));
  const [keeping, setKeeping] = useState(false);
  const keep = async () => {
    setKeeping(true);
    try {
      // However often a turn's dashboard is kept, also after a reload, it is one.
      const headers = { "X-Idempotency-Key": `turn-${turnId}` };
      const kept = await call("/dashboards", { method: "POST", body: { dashboard }, headers });
      places.set(turnId, kept.dashboard_id);
      setId(kept.dashboard_id);
      tellDashboardsChanged();
      const address = `/dashboards/${kept.dashboard_id}`;
      notify(`Kept as “${kept.title || dashboard.title}”.`, { action: { label: "Open", run: () => go(address) } });
    } catch (error) {
      notifyError(error);
    } finally {
      setKeeping(false);
    }
  };
  return html`<div class="dashboard-note card">
    <div class="dashboard-note-head">
      <${Icon} name="dashboard" />
      <h3>${dashboard.title}</h3>
      ${id
        ? html`<${Link} class="button small" href=${`/dashboards/${id}`}>Open dashboard<//>`
        : html`<button type="button" class="button small primary" disabled=${keeping} onClick=${keep}>Keep as dashboard</button>`}
    </div>
    <ul class="dashboard-note-tiles" aria-label="Charts on it">
      ${dashboard.tiles.map((/** @type {any} */ tile) => html`<li key=${tile.id}><${Icon} name=${tile.chart === "kpi" ? "kpi" : tile.chart === "table" ? "table" : "bars"} size=${14} />${tile.title}</li>`)}
    </ul>
  </div>`;
}
