/** Dashboards that are going to be deleted unless somebody takes it back within some seconds. */
import { call } from "../api/client.js";
import { notify, notifyError } from "../lib/notices.js";
import { tellDashboardsChanged } from "./changes.js";

const WAIT_MS = 6000;

/** @type {Map<string, (keepalive: boolean) => Promise<void>>} */
const going = new Map();

/** @param {string} id */
export const isGoing = (id) => going.has(id);

/**
 * Deletes it after a while in which it can be had back. When the page is left before, at once.
 *
 * @param {{dashboard_id: string, title: string}} line
 */
export function removeDashboard({ dashboard_id: id, title }) {
  const send = async (/** @type {boolean} */ keepalive) => {
    clearTimeout(timer);
    try {
      await call(`/dashboards/${encodeURIComponent(id)}`, { method: "DELETE", keepalive });
    } catch (error) {
      going.delete(id);
      notifyError(error);
      tellDashboardsChanged();
    }
  };
  const timer = setTimeout(() => void send(false), WAIT_MS);
  going.set(id, send);
  tellDashboardsChanged();
  notify(`“${title}” is deleted.`, {
    ms: WAIT_MS,
    action: {
      label: "Undo",
      run: () => {
        clearTimeout(timer);
        going.delete(id);
        tellDashboardsChanged();
      },
    },
  });
}

addEventListener("pagehide", () => {
  for (const send of going.values()) void send(true);
});
