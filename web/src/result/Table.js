/** The rows of a result: sorted, searched, chosen and copied. */
import { html, useEffect, useMemo, useRef, useState } from "../lib/html.js";
import { counted, writeCount, writerOf } from "../lib/format.js";
import { Icon } from "../lib/icons.js";
import { notifyError } from "../lib/notices.js";
import { copyText, tabbed } from "./clipboard.js";
import { Grid } from "./Grid.js";
import { Haystack } from "./haystack.js";
import { orderOf } from "./order.js";

/** @typedef {import("./result.js").Column} Column */
/** @typedef {import("./result.js").Row} Row */

const FIRST_ROWS = 200;
// Fewer are seen at once.
const WORTH_SEARCHING = 10;

/**
 * `total` rows are there, `rows` of them are here; `loadAll` brings the others as the next `rows`.
 * `truncated`: the database has even more.
 *
 * @param {{columns: Column[], rows: Row[], total?: number|null, truncated?: boolean,
 *   loadAll?: () => Promise<void>, label?: string}} props
 */
export function Table({ columns, rows, total, truncated, loadAll, label = "Rows" }) {
  const [sorting, setSorting] = useState(/** @type {import("./order.js").Sorting|null} */ (null));
  const [query, setQuery] = useState("");
  const [all, setAll] = useState(false);
  const writers = useMemo(() => columns.map(writerOf), [columns]);
  const haystack = useMemo(() => new Haystack(rows, writers), [rows, writers]);
  const hits = useMemo(() => (query ? haystack.find(query) : null), [haystack, query]);
  const order = useMemo(() => orderOf(columns, rows, sorting, hits), [columns, rows, sorting, hits]);
  const found = order.length;
  const shown = useMemo(() => (all || found <= FIRST_ROWS ? order : order.slice(0, FIRST_ROWS)), [order, all]);
  const whole = Math.max(total ?? 0, rows.length);
  useEffect(() => setSorting(null), [columns]);

  const sort = (/** @type {number} */ column) =>
    setSorting((now) => (now?.column !== column ? { column, descending: false } : now.descending ? null : { column, descending: true }));
  const showAll = async () => {
    try {
      if (rows.length < whole) await loadAll?.();
      setAll(true);
    } catch (error) {
      notifyError(error);
    }
  };

  const more = rows.length < whole && !loadAll ? 0 : query ? found - shown.length : whole - shown.length;
  return html`<div class="table">
    <div class="table-tools">
      ${rows.length > WORTH_SEARCHING && html`<${Search} onQuery=${setQuery} onBegin=${() => haystack.begin()} />`}
      <span class="table-count" role="status">
        ${query ? `${writeCount(found)} of ${counted(rows.length, "row")}` : counted(whole, "row")}
      </span>
      <button type="button" class="button quiet small" disabled=${!found}
        onClick=${() => copyText(tabbed(columns, order.map((index) => rows[index]), { heads: true }), counted(found, "row"))}>
        <${Icon} name="copy" size=${15} />Copy
      </button>
    </div>
    ${columns.length > 0 &&
    html`<${Grid} columns=${columns} rows=${rows} order=${shown} writers=${writers} sorting=${sorting} onSort=${sort}
      needle=${query.toLowerCase()} label=${label} />`}
    ${!found && html`<p class="table-empty">${query ? html`No row holds “${query}”.` : "There are no rows."}</p>`}
    ${(more > 0 || truncated) &&
    html`<div class="table-foot">
      ${more > 0 &&
      html`<span>The first ${writeCount(shown.length)} are shown.</span>
        <button type="button" class="button small" onClick=${showAll}>
          ${query ? `Show all ${writeCount(found)}` : `Load all ${writeCount(whole)}`}
        </button>`}
      ${truncated && html`<span>The database has more rows than these ${writeCount(whole)}; an export has all of them.</span>`}
    </div>`}
  </div>`;
}

/**
 * Says what was typed once a frame.
 *
 * @param {{onQuery: (query: string) => void, onBegin: () => void}} props
 */
function Search({ onQuery, onBegin }) {
  const frame = useRef(0);
  useEffect(() => () => cancelAnimationFrame(frame.current), []);
  const typed = (/** @type {Event} */ event) => {
    const { value } = /** @type {HTMLInputElement} */ (event.target);
    cancelAnimationFrame(frame.current);
    frame.current = requestAnimationFrame(() => onQuery(value.trim()));
  };
  return html`<label class="table-search">
    <${Icon} name="search" />
    <input type="search" class="input" placeholder="Search rows" aria-label="Search rows" spellcheck=${false}
      autocomplete="off" onFocus=${onBegin} onInput=${typed} />
  </label>`;
}
