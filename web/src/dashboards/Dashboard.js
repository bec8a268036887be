/** One dashboard: its title and filters, its tiles, and a line to change it in words. */
import { html, useEffect, useMemo, useState } from "../lib/html.js";
import { Icon } from "../lib/icons.js";
import { useKeys } from "../lib/keys.js";
import { go, setParams } from "../lib/router.js";
import { useStore } from "../lib/store.js";
import { createBoard } from "./board.js";
import { FilterBar } from "./FilterBar.js";
import { removeDashboard } from "./removing.js";
import { SentenceBox } from "./SentenceBox.js";
import { readSettings, settingOf, withOwn, writeDay, writeSettings } from "./settings.js";
import { Share } from "./Share.js";
import { TileGrid } from "./TileGrid.js";
import { TitleInPlace } from "./TitleInPlace.js";

/** @typedef {import("./types.js").Filter} Filter */

/** @param {{id: string, params: URLSearchParams}} props */
export function Dashboard({ id, params }) {
  const board = useMemo(() => createBoard(id), [id]);
  const { status, error, stored, tiles, reading, failure, undo, run, answer } = useStore(board.state);
  const [renaming, setRenaming] = useState(false);
  const settings = useMemo(() => readSettings(params.get("filters")), [params.get("filters")]);
  const known = stored ? writeSettings(settings, stored.dashboard.filters) : null;
  useEffect(() => {
    void board.load();
    return board.close;
  }, [board]);
  useEffect(() => {
    if (status === "ready") void board.look(known);
  }, [status, known]);
  useEffect(() => {
    if (stored) document.title = `${stored.title} · Parley`;
  }, [stored?.title]);
  useKeys({ r: () => void board.read({ fresh: true }) });

  if (status === "loading") return html`<${Loading} />`;
  if (!stored) return html`<${Missing} isMissing=${status === "missing"} error=${error} onRetry=${board.load} />`;

  const { dashboard } = stored;
  const owned = stored.owned !== false;
  const look = (/** @type {import("./settings.js").Settings} */ next) =>
    setParams({ filters: writeSettings(next, dashboard.filters) }, { replace: false });
  const keepSettings = () => {
    const own = (/** @type {Filter} */ filter) => (filter.id in settings ? withOwn(filter, settingOf(filter, settings)) : filter);
    const kept = board.change("the filters' values", (before) => ({ ...before, filters: before.filters.map(own) }));
    // Not before: the address says what is shown until the dashboard does.
    void kept.then(() => setParams({ filters: null }));
  };
  const remove = () => {
    removeDashboard({ dashboard_id: id, title: dashboard.title });
    go("/dashboards");
  };

  return html`<section class="board" aria-label=${dashboard.title}>
    <header class="board-head">
      <${TitleInPlace} level=${1} class="page-title board-title" label="Name of the dashboard" title=${dashboard.title} editing=${renaming}
        onEdit=${owned ? () => setRenaming(true) : undefined}
        onDone=${(/** @type {string|null} */ title) => {
          setRenaming(false);
          if (title) void board.rename(title);
        }} />
      ${owned && !renaming && html`<button type="button" class="icon-button" aria-label="Rename the dashboard" title="Rename" onClick=${() => setRenaming(true)}>
        <${Icon} name="edit" /></button>`}
      <div class="board-actions">
        ${owned && html`<button type="button" class="icon-button" disabled=${!undo.length} onClick=${() => board.undo()}
          aria-label=${undo.length ? `Undo ${undo.at(-1)?.label}` : "Undo"} title=${undo.length ? `Undo ${undo.at(-1)?.label}` : "Nothing to undo"}>
          <${Icon} name="undo" /></button>`}
        <button type="button" class="icon-button" aria-label="Refresh" title="Ask the database again" disabled=${reading} onClick=${() => board.read({ fresh: true })}>
          <${Icon} name="rerun" /></button>
        <${Share} stored=${stored} owned=${owned} board=${board} onRemove=${remove} />
      </div>
    </header>
    <${FilterBar} id=${id} version=${stored.version} dashboard=${dashboard} settings=${settings} owned=${owned}
      onLook=${look} onKeep=${keepSettings} board=${board} />
    ${failure && html`<p class="board-failure" role="alert"><${Icon} name="warning" />${failure.message}
      <button type="button" class="button small" onClick=${() => board.read()}>Try again</button></p>`}
    ${dashboard.tiles.length
      ? html`<${TileGrid} dashboard=${dashboard} data=${tiles} reading=${reading} owned=${owned} board=${board} />`
      : html`<${Empty} owned=${owned} onSay=${board.say} />`}
    <${Freshness} tiles=${Object.values(tiles)} />
    ${owned && html`<footer class="board-words">
      <div class="board-answer" role="status">
        ${answer && html`<p>${answer.text}</p>
          <button type="button" class="icon-button" aria-label="Close the answer" onClick=${board.clearAnswer}><${Icon} name="close" /></button>
          ${answer.options.length > 0 && html`<ul class="board-options">
            ${answer.options.map((option) => html`<li><button type="button" class="pill" onClick=${() => board.say(option)}>${option}</button></li>`)}
          </ul>`}`}
      </div>
      <${SentenceBox} label="Change this dashboard in words" action="Send" run=${run} onSend=${board.say} onStop=${board.stopSaying} onReconnect=${board.reconnect}
        placeholder="Change this dashboard in words: add orders by channel, make the pie chart a bar chart …" />
    </footer>`}
  </section>`;
}

/** @param {{tiles: import("./types.js").TileData[]}} props */
function Freshness({ tiles }) {
  const asked = tiles.flatMap((tile) => (tile.freshness ? [tile.freshness.ran_at] : []));
  if (!asked.length) return null;
  const oldest = new Date(asked.reduce((a, b) => (a < b ? a : b)));
  const days = tiles.flatMap((tile) => /** @type {any} */ (tile.freshness)?.latest?.map((/** @type {any} */ one) => one.day) || []);
  const latest = days.length ? days.reduce((a, b) => (a > b ? a : b)) : null;
  const at = oldest.toLocaleString("en-US", { dateStyle: "medium", timeStyle: "short" });
  return html`<p class="board-freshness">${latest && `Data up to ${writeDay(latest)} · `}asked ${at}</p>`;
}

function Loading() {
  return html`<section class="board" aria-busy="true" aria-label="Loading the dashboard">
    <div class="board-head"><span class="skeleton heading"></span></div>
    <div class="board-skeletons">
      ${[0, 1, 2, 3].map((key) => html`<div class="card board-skeleton" key=${key}><span class="skeleton line"></span><span class="skeleton block"></span></div>`)}
    </div>
  </section>`;
}

/** @param {{isMissing: boolean, error: Error|null, onRetry: () => void}} props */
function Missing({ isMissing, error, onRetry }) {
  return html`<section class="boards" aria-label="Dashboard">
    <div class="card boards-none" role="alert">
      <${Icon} name="warning" size=${22} />
      <h1>${isMissing ? "There is no such dashboard" : "The dashboard cannot be shown"}</h1>
      <p class="muted">${isMissing ? "It was deleted, or it is somebody else's and not shared." : error?.message}</p>
      ${isMissing
        ? html`<button type="button" class="button" onClick=${() => go("/dashboards")}>All dashboards</button>`
        : html`<button type="button" class="button" onClick=${onRetry}>Try again</button>`}
    </div>
  </section>`;
}

/** @param {{owned: boolean, onSay: (text: string) => void}} props */
function Empty({ owned }) {
  return html`<div class="card boards-none">
    <${Icon} name="dashboard" size=${22} />
    <p>Nothing on it yet.</p>
    ${owned && html`<p class="muted">Pin an answer in a chat, or say below what it shows.</p>`}
  </div>`;
}
