/** The dashboards: all of them, or the one that the address names. */
import { html, useEffect, useState } from "../lib/html.js";
import { ensureStyle } from "../lib/lazy.js";
import { Dashboard } from "./Dashboard.js";
import { DashboardList } from "./DashboardList.js";

/** @param {{id: string|null, params: URLSearchParams}} props */
export function DashboardsPage({ id, params }) {
  const [styled, setStyled] = useState(false);
  useEffect(() => void Promise.all([ensureStyle("dashboards"), ensureStyle("conversation"), ensureStyle("result")]).then(() => setStyled(true)), []);
  if (!styled) return null;
  return id ? html`<${Dashboard} key=${id} id=${id} params=${params} />` : html`<${DashboardList} />`;
}
