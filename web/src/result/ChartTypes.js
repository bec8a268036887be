/** Which kind of chart: a row of icons, of which one is chosen. */
import { html, useRef } from "../lib/html.js";
import { Icon } from "../lib/icons.js";
import { typeIcon, typeName } from "./types.js";

/**
 * Arrows move between them; Enter, the space bar or a click chooses, since each choice is a call.
 *
 * @param {{types: string[], chosen: string, busy: boolean, onChoose: (type: string) => void}} props
 */
export function ChartTypes({ types, chosen, busy, onChoose }) {
  const group = useRef(/** @type {HTMLElement|null} */ (null));
  const keyed = (/** @type {KeyboardEvent} */ event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step || !group.current) return;
    const radios = /** @type {HTMLElement[]} */ ([...group.current.children]);
    const at = radios.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    radios.at((at + step) % radios.length)?.focus();
    event.preventDefault();
  };
  return html`<div class="chart-types" role="radiogroup" aria-label="Chart type" aria-busy=${busy ? "true" : undefined}
    ref=${group} onKeyDown=${keyed}>
    ${types.map(
      (type) => html`<button type="button" role="radio" class="chart-type" key=${type} title=${typeName(type)}
        aria-label=${typeName(type)} aria-checked=${String(type === chosen)} tabindex=${type === chosen ? 0 : -1}
        onClick=${() => type !== chosen && !busy && onChoose(type)}>
        <${Icon} name=${typeIcon(type)} />
      </button>`,
    )}
  </div>`;
}

/**
 * Why a chart was not drawn as somebody wished, what it can be drawn as, and where the rows are.
 *
 * @param {{refusal: {message: string, possible: string[]}, onChoose: (type: string) => void,
 *   onTable: () => void, onClose: () => void}} props
 */
export function ChartRefusal({ refusal, onChoose, onTable, onClose }) {
  return html`<div class="chart-refusal" role="alert">
    <${Icon} name="info" />
    <p>${refusal.message}</p>
    <div class="chart-refusal-types">
      ${refusal.possible.map(
        (type) => html`<button type="button" class="button small" key=${type} onClick=${() => onChoose(type)}>
          <${Icon} name=${typeIcon(type)} size=${15} />${typeName(type)}
        </button>`,
      )}
      <button type="button" class="button small" onClick=${onTable}><${Icon} name="table" size=${15} />Show the table</button>
    </div>
    <button type="button" class="icon-button" aria-label="Close" title="Close" onClick=${onClose}><${Icon} name="close" /></button>
  </div>`;
}
