/** What can be done with a result besides looking at it: pin, save, copy. */
import { html, useEffect, useRef, useState } from "../lib/html.js";
import { Icon } from "../lib/icons.js";
import { Menu, MenuItem } from "../lib/menu.js";
import { notifyError } from "../lib/notices.js";
import { copyRows, copySpec, exportPicture, exportRows, saveSpec } from "./exports.js";
import { isDrawn } from "./result.js";

/** @typedef {import("./result.js").Result} Result */
/** @typedef {import("./exports.js").ResultOf} ResultOf */

/**
 * `live`: the turn is not answered yet. `turnId` null: it never is, so that nothing can be had of it.
 *
 * @param {{result: Result, sessionId: string|null, turnId: string|null, part?: number, live?: boolean}} props
 */
export function ResultTools({ result, sessionId, turnId, part, live }) {
  const turn = !live && sessionId && turnId ? { sessionId, turnId, part, title: result.title } : null;
  if (!turn && !live) return null;
  return html`<div class="result-tools">
    ${result.pinnable && turn && html`<${Pin} ...${turn} chart=${result.chart} />`}
    <div class="result-export">
      <button type="button" class="button quiet small" disabled=${!turn} onClick=${() => turn && exportRows(turn, "csv")}>
        <${Icon} name="download" size=${15} />CSV
      </button>
      <${Menu} label="Save and copy" end
        button=${(/** @type {Record<string, any>} */ attributes) => html`<button type="button" class="icon-button"
          aria-label="More ways to save and copy" title="Save and copy" disabled=${!turn} ...${attributes}>
          <${Icon} name="chevronDown" />
        </button>`}>
        ${(/** @type {() => void} */ close) => turn && html`<${ExportItems} result=${result} turn=${turn} close=${close} />`}
      <//>
    </div>
  </div>`;
}

/** @param {{result: Result, turn: ResultOf, close: () => void}} props */
function ExportItems({ result, turn, close }) {
  const drawn = isDrawn(result.chart);
  const item = (/** @type {() => unknown} */ run, /** @type {string} */ text, note = "") => html`<${MenuItem}
    onClick=${() => {
      close();
      void run();
    }}>
    <span class="export-name">${text}</span>${note && html`<span class="export-note">${note}</span>`}
  <//>`;
  return html`<div class="menu-label" role="presentation">All rows</div>
    ${item(() => exportRows(turn, "csv"), "CSV", "safe for Excel")}
    ${item(() => exportRows(turn, "csv", { escape_formulas: false }), "CSV, unchanged", "for programs")}
    ${item(() => exportRows(turn, "jsonl"), "JSON lines")}
    ${item(() => exportRows(turn, "parquet"), "Parquet")}
    ${result.data && html`${item(() => copyRows(result), "Copy rows")}`}
    ${drawn &&
    html`<hr class="menu-rule" />
      <div class="menu-label" role="presentation">Chart</div>
      ${item(() => exportPicture(turn, "png"), "PNG")}
      ${item(() => exportPicture(turn, "svg"), "SVG")}
      ${result.chart?.spec &&
      result.data &&
      html`${item(() => saveSpec(result), "Vega-Lite spec", "with its rows")}
        ${item(() => copySpec(result), "Copy spec")}`}`}`;
}

/**
 * The menu of dashboards comes with the first use of it.
 *
 * @param {{sessionId: string, turnId: string, part?: number, title?: string, chart?: Result["chart"]}} props
 */
function Pin(props) {
  const [PinMenu, setPinMenu] = useState(/** @type {{made: any}|null} */ (null));
  const wanted = useRef(false);
  const place = useRef(/** @type {HTMLElement|null} */ (null));
  const load = async () => {
    try {
      const { PinMenu: made } = await import("../dashboards/PinMenu.js");
      setPinMenu({ made });
    } catch (error) {
      notifyError(error);
    }
  };
  useEffect(() => {
    if (!PinMenu || !wanted.current) return;
    wanted.current = false;
    /** @type {HTMLElement|null|undefined} */ (place.current?.querySelector("button"))?.click();
  }, [PinMenu]);
  return html`<span class="result-pin" ref=${place}>
    ${PinMenu
      ? html`<${PinMenu.made} ...${props} />`
      : html`<button type="button" class="button quiet small" aria-haspopup="menu" aria-expanded="false"
          onClick=${() => {
            wanted.current = true;
            void load();
          }}>
          <${Icon} name="pin" size=${15} />Pin
        </button>`}
  </span>`;
}

/**
 * Opens the menu of dashboards of the result in an element, as its button does; for the key.
 *
 * @param {Element|null} element
 */
export function openPinIn(element) {
  /** @type {HTMLElement|null|undefined} */ (element?.querySelector(".result-pin button"))?.click();
}
