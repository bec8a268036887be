/** All dashboards that one may see: found, opened, made, renamed, deleted. */
import { call } from "../api/client.js";
import { counted } from "../lib/format.js";
import { html, useEffect, useRef, useState } from "../lib/html.js";
import { Icon } from "../lib/icons.js";
import { Menu, MenuItem } from "../lib/menu.js";
import { notifyError } from "../lib/notices.js";
import { go, Link } from "../lib/router.js";
import { useStore } from "../lib/store.js";
import { dashboardsChanged, tellDashboardsChanged } from "./changes.js";
import { pageOfDashboards } from "./list.js";
import { NameDialog } from "./NameDialog.js";
import { isGoing, removeDashboard } from "./removing.js";
import { say } from "./saying.js";
import { SentenceBox } from "./SentenceBox.js";
import { writeWhen } from "./when.js";

/** @typedef {import("./types.js").DashboardLine} DashboardLine */

const PAGE = 50;

/** @param {string} id */
const addressOf = (id) => `/dashboards/${encodeURIComponent(id)}`;

export function DashboardList() {
  const changes = useStore(dashboardsChanged);
  const [search, setSearch] = useState("");
  const [page, setPage] = useState(
    /** @type {{lines: DashboardLine[], next: import("./list.js").Cursors|null}|null} */ (null),
  );
  const [error, setError] = useState(/** @type {Error|null} */ (null));
  const [dialog, setDialog] = useState(/** @type {null|"new"|DashboardLine} */ (null));
  const [run, setRun] = useState(/** @type {import("./saying.js").Run|null} */ (null));
  const saying = useRef(/** @type {import("./saying.js").Saying|null} */ (null));
  const isShown = useRef(true);
  const [answer, setAnswer] = useState("");
  const datasources = useRef(/** @type {any[]} */ ([]));
  const cancelled = useRef(/** @type {AbortController|null} */ (null));

  const load = async (/** @type {import("./list.js").Cursors|null} */ after = null) => {
    cancelled.current?.abort();
    const { signal } = (cancelled.current = new AbortController());
    try {
      const found = await pageOfDashboards({ limit: PAGE, search, after, signal });
      setPage({ lines: [...(after && page ? page.lines : []), ...found.lines], next: found.next });
      setError(null);
    } catch (failed) {
      if (!signal.aborted) setError(/** @type {Error} */ (failed));
    }
  };
  useEffect(() => {
    const wait = setTimeout(() => void load(), search ? 150 : 0); // not at every letter
    return () => clearTimeout(wait);
  }, [search, changes]);
  useEffect(
    () => () => {
      cancelled.current?.abort();
      isShown.current = false;
    },
    [],
  );

  const openNew = async () => {
    try {
      datasources.current = (await call("/datasources")).datasources;
      setDialog("new");
    } catch (failed) {
      notifyError(failed);
    }
  };
  const create = async (/** @type {string} */ title, /** @type {string|undefined} */ datasourceId) => {
    const dashboard = { title, datasource_id: datasourceId ?? datasources.current[0]?.id };
    try {
      const stored = await call("/dashboards", { method: "POST", body: { dashboard } });
      tellDashboardsChanged();
      go(addressOf(stored.dashboard_id));
    } catch (failed) {
      notifyError(failed);
    }
  };
  const createByWords = async (/** @type {string} */ message) => {
    setAnswer("");
    saying.current = say({ path: "/dashboards", body: { message } }, setRun);
    const { body } = await saying.current.ended;
    if (!body) return false;
    const { stored } = body.metadata;
    setRun(null);
    if (!stored) {
      setAnswer(body.response);
      return false;
    }
    tellDashboardsChanged();
    if (isShown.current) go(addressOf(stored.dashboard_id));
    return true;
  };
  const rename = async (/** @type {DashboardLine} */ line, /** @type {string} */ title) => {
    try {
      await call(addressOf(line.dashboard_id), { method: "PATCH", body: { title } });
    } catch (failed) {
      notifyError(failed);
    }
    tellDashboardsChanged();
  };

  const lines = page?.lines.filter((line) => !isGoing(line.dashboard_id));
  return html`<section class="boards" aria-label="Dashboards">
    <header class="boards-head">
      <h1 class="page-title">Dashboards</h1>
      <button type="button" class="button" onClick=${openNew}><${Icon} name="add" />New dashboard</button>
    </header>
    <${SentenceBox} label="Describe a new dashboard" action="Make it" run=${run} onSend=${createByWords}
      onStop=${() => saying.current?.stop()} onReconnect=${() => saying.current?.reconnect()}
      placeholder="Describe one: sales for 2025, revenue by month, top products, by region …" />
    <p class="boards-answer" role="status">${answer}</p>
    <div class="search-field">
      <${Icon} name="search" />
      <input class="input" type="search" aria-label="Find a dashboard" placeholder="Find a dashboard" value=${search}
        onInput=${(/** @type {any} */ event) => setSearch(event.target.value)} />
    </div>
    ${error && html`<p class="boards-error" role="alert"><${Icon} name="warning" />${error.message}
      <button type="button" class="button small" onClick=${() => load()}>Try again</button></p>`}
    ${!lines && !error && html`<div class="card boards-list" aria-busy="true" aria-label="Loading">
      ${[0, 1, 2].map((key) => html`<div class="boards-line" key=${key}><span class="skeleton line"></span></div>`)}
    </div>`}
    ${lines && !lines.length && html`<div class="card boards-none">
      <${Icon} name="dashboard" size=${22} />
      <p>${search ? `No dashboard is called “${search}”.` : "No dashboard yet."}</p>
      ${!search && html`<p class="muted">Pin an answer in a chat, describe one above, or begin with an empty one.</p>`}
    </div>`}
    ${lines && lines.length > 0 && html`<ul class="card boards-list">
      ${lines.map((line) => html`<${Line} key=${line.dashboard_id} line=${line} onRename=${() => setDialog(line)} />`)}
    </ul>`}
    ${page?.next && html`<button type="button" class="button" onClick=${() => load(page.next)}>More</button>`}
    ${dialog === "new" && html`<${NameDialog} heading="New dashboard" label="Name" action="Create" initial="Untitled dashboard"
      datasources=${datasources.current} onDone=${create} onClose=${() => setDialog(null)} />`}
    ${dialog && dialog !== "new" && html`<${NameDialog} heading="Rename dashboard" label="Name" action="Rename" initial=${dialog.title}
      onDone=${(/** @type {string} */ title) => rename(dialog, title)} onClose=${() => setDialog(null)} />`}
  </section>`;
}

/** @param {{line: DashboardLine, onRename: () => void}} props */
function Line({ line, onRename }) {
  const facts = [
    line.tile_count !== undefined && counted(line.tile_count, "tile"),
    line.owned === false && line.user_id,
    writeWhen(line.updated_at),
  ].filter(Boolean);
  return html`<li class="boards-line">
    <${Icon} name="dashboard" />
    <${Link} class="boards-link" href=${addressOf(line.dashboard_id)}>${line.title}<//>
    ${line.shared === "tenant" && html`<span class="tag"><${Icon} name="share" size=${13} />Shared</span>`}
    <span class="boards-facts">${facts.join(" · ")}</span>
    ${line.owned !== false
      ? html`<${Menu} label=${`More of ${line.title}`} end
          button=${(/** @type {any} */ attributes) => html`<button type="button" class="icon-button" aria-label=${`More of ${line.title}`} ...${attributes}>
            <${Icon} name="more" /></button>`}>
          ${(/** @type {() => void} */ close) => html`
            <${MenuItem} onClick=${() => (close(), onRename())}><${Icon} name="edit" />Rename<//>
            <${MenuItem} danger onClick=${() => (close(), removeDashboard(line))}><${Icon} name="trash" />Delete<//>`}
        <//>`
      : html`<span class="boards-gap"></span>`}
  </li>`;
}
