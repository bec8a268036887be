/** One more filter for a dashboard, by what its tiles can be limited by. */
import { call } from "../api/client.js";
import { counted } from "../lib/format.js";
import { html, useState } from "../lib/html.js";
import { Icon } from "../lib/icons.js";
import { notifyError } from "../lib/notices.js";
import { Popover } from "./Popover.js";

/** @typedef {{dataset: string|null, name: string|null, label: string, kind: "dates"|"values", tiles: any}} Filterable */

/**
 * @param {{id: string, version: number, dashboard: import("./types.js").Dashboard,
 *   board: import("./board.js").Board}} props
 */
export function AddFilter({ id, version, dashboard, board }) {
  const [columns, setColumns] = useState(/** @type {{version: number, all: Filterable[]}|null} */ (null));
  const [search, setSearch] = useState("");
  const load = async () => {
    setSearch("");
    if (columns?.version === version) return;
    setColumns(null);
    try {
      const body = await call(`/dashboards/${encodeURIComponent(id)}/filterable`);
      setColumns({ version, all: body.columns });
    } catch (error) {
      notifyError(error);
      setColumns({ version, all: [] });
    }
  };
  const add = (/** @type {Filterable} */ { kind, dataset, name, label }) => {
    const column = dataset && name ? { dataset, name } : null;
    return board.change(
      `the filter ${label}`,
      (before) => {
        const rest = { id: freeId(before.filters), title: label, column };
        const filter = kind === "dates" ? { ...rest, kind, range: null, moving: null } : { ...rest, kind, values: [], multiple: true };
        return { ...before, filters: [...before.filters, /** @type {any} */ (filter)] };
      },
      { later: true }, // its values are asked of what is stored; set to none, it changes no tile
    );
  };

  const wanted = search.trim().toLowerCase();
  const open = columns?.all.filter((one) => one.label.toLowerCase().includes(wanted) && !isThere(dashboard, one)) || [];
  return html`<${Popover} label="Add a filter" class="values" onOpen=${load}
    button=${(/** @type {any} */ attributes) => html`<button type="button" class="pill dashed" ...${attributes}>
      <${Icon} name="add" size=${14} />Filter</button>`}>
    ${(/** @type {() => void} */ close) => html`
      <input class="input" type="search" aria-label="Find what to filter by" placeholder="Filter by" value=${search}
        onInput=${(/** @type {any} */ event) => setSearch(event.target.value)} />
      <div class="values-list">
        ${open.map((one) => html`<button type="button" class="menu-item" key=${`${one.dataset}.${one.name}.${one.kind}`} onClick=${() => (close(), void add(one))}>
          <span class="values-name">${one.label}</span>
          <span class="muted">${counted(countOf(one.tiles), "tile")}</span></button>`)}
      </div>
      <p class="values-note" role="status">${!columns ? "Loading …" : open.length ? "" : "Nothing more to filter by."}</p>`}
  <//>`;
}

/** @param {any} tiles how many can follow, or which */
const countOf = (tiles) => (Array.isArray(tiles) ? tiles.length : Number(tiles));

/**
 * @param {import("./types.js").Dashboard} dashboard
 * @param {Filterable} one
 */
const isThere = ({ filters }, one) =>
  filters.some(
    ({ kind, column }) =>
      kind === one.kind && (column?.dataset ?? null) === (one.dataset ?? null) && (column?.name ?? null) === (one.name ?? null),
  );

/** @param {readonly {id: string}[]} filters */
function freeId(filters) {
  let number = filters.length + 1;
  while (filters.some(({ id }) => id === `f${number}`)) number++;
  return `f${number}`;
}
