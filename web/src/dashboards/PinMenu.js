/** Puts an answer on a dashboard: one there is, or a new one. */
import { call } from "../api/client.js";
import { counted } from "../lib/format.js";
import { html, useState } from "../lib/html.js";
import { Icon } from "../lib/icons.js";
import { ensureStyle } from "../lib/lazy.js";
import { Menu, MenuItem } from "../lib/menu.js";
import { notify, notifyError } from "../lib/notices.js";
import { go } from "../lib/router.js";
import { useStore } from "../lib/store.js";
import { tellDashboardsChanged } from "./changes.js";
import { dashboards, loadDashboards } from "./list.js";
import { NameDialog } from "./NameDialog.js";

/**
 * `part`: of the turn's answer, where it is not the whole. `chart`: how the tile is drawn, if other than the
 * answer says.
 *
 * @param {{sessionId: string, turnId: string, part?: number, title: string, chart?: {type: string}|string|null}} props
 */
export function PinMenu({ sessionId, turnId, part, title, chart }) {
  const { status, lines } = useStore(dashboards);
  const [naming, setNaming] = useState(false);
  const [busy, setBusy] = useState(false);

  const pin = async (/** @type {() => Promise<any>} */ send) => {
    setBusy(true);
    try {
      const stored = await send();
      tellDashboardsChanged();
      notify(`Pinned to “${stored.title}”.`, {
        action: { label: "Open", run: () => go(`/dashboards/${encodeURIComponent(stored.dashboard_id)}`) },
      });
    } catch (error) {
      notifyError(error);
    } finally {
      setBusy(false);
    }
  };
  const turn = { session_id: sessionId, turn_id: turnId, part };
  const type = typeof chart === "string" ? chart : chart?.type;
  const pinTo = (/** @type {string} */ id) =>
    pin(() =>
      call(`/dashboards/${encodeURIComponent(id)}/tiles`, { method: "POST", body: { ...turn, title: title || undefined, chart: type } }),
    );
  const pinToNew = (/** @type {string} */ name) =>
    pin(() => call("/dashboards", { method: "POST", body: { pin: turn, title: name } }));

  const own = lines.filter((line) => line.owned !== false);
  return html`<${Menu} label="Pin to a dashboard" end onOpen=${() => (void ensureStyle("dashboards"), void loadDashboards())}
      button=${(/** @type {any} */ attributes) => html`<button type="button" class="button quiet small" title="Pin to a dashboard" disabled=${busy} ...${attributes}>
        <${Icon} name="pin" size=${15} />Pin</button>`}>
      ${(/** @type {() => void} */ close) => html`
        <${MenuItem} onClick=${() => (close(), setNaming(true))}><${Icon} name="add" />New dashboard …<//>
        ${own.length > 0 && html`<hr class="menu-rule" />`}
        ${own.map((line) => html`<${MenuItem} key=${line.dashboard_id} onClick=${() => (close(), void pinTo(line.dashboard_id))}>
          <${Icon} name="dashboard" /><span class="menu-text">${line.title}</span>
          ${line.tile_count !== undefined && html`<span class="visually-hidden">, ${counted(line.tile_count, "tile")}</span>
            <span class="muted" aria-hidden="true">${line.tile_count}</span>`}<//>`)}
        ${status === "failed" && html`<p class="menu-label">The dashboards cannot be listed now.</p>`}`}
    <//>
    ${naming && html`<${NameDialog} heading="Pin to a new dashboard" label="Name" action="Pin" initial=${title || "New dashboard"}
      onDone=${pinToNew} onClose=${() => setNaming(false)} />`}`;
}
