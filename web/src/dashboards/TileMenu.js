/** What can be done with a tile. */
import { html, useState } from "../lib/html.js";
import { Icon } from "../lib/icons.js";
import { Menu, MenuItem } from "../lib/menu.js";
import { suitableTypes, typeIcon, typeName } from "../result/types.js";
import { COLUMNS, MIN_HEIGHT, MIN_WIDTH } from "./grid.js";

/**
 * @param {{tile: import("./types.js").Tile, data: import("./types.js").TileData|undefined, owned: boolean,
 *   narrow: boolean, isFirst: boolean, isLast: boolean, actions: import("./Tile.js").TileActions,
 *   onRename: () => void}} props
 */
export function TileMenu({ tile, data, owned, narrow, isFirst, isLast, actions, onRename }) {
  const [choosing, setChoosing] = useState(false);
  const { width, height } = tile.place;
  const charts = typesOf(data);
  const item = (/** @type {string} */ icon, /** @type {string} */ text, /** @type {() => void} */ run, more = {}) =>
    html`<${MenuItem} onClick=${run} ...${more}><${Icon} name=${icon} />${text}<//>`;

  return html`<${Menu} label=${`More of ${tile.title}`} end onOpen=${() => setChoosing(false)}
    button=${(/** @type {any} */ attributes) => html`<button type="button" class="icon-button tile-more" aria-label=${`More of ${tile.title}`} ...${attributes}>
      <${Icon} name="more" /></button>`}>
    ${(/** @type {() => void} */ close) => {
      const then = (/** @type {() => void} */ run) => () => (close(), run());
      if (choosing) return html`<${Charts} types=${charts} chosen=${data?.chart?.type} onChoose=${(/** @type {string} */ type) => (close(), actions.draw(type))} />`;
      return html`
        ${tile.query && item("chat", "Ask about this", then(actions.ask))}
        ${owned && html`
          ${tile.query && html`<hr class="menu-rule" />`}
          ${item("edit", "Rename", then(onRename))}
          ${tile.query && charts.length > 1 && html`<${MenuItem} onClick=${() => setChoosing(true)}><${Icon} name="bars" />
            <span class="menu-text">Chart type</span><${Icon} name="chevronRight" size=${14} /><//>`}
          <hr class="menu-rule" />
          ${narrow
            ? html`${item("arrowUp", "Move up", then(() => actions.reorder(-1)), { disabled: isFirst })}
                ${item("arrowDown", "Move down", then(() => actions.reorder(1)), { disabled: isLast })}`
            : html`${item("drag", "Move", then(actions.pickUp))}
                ${item("widen", "Full width", then(actions.widen), { disabled: width === COLUMNS })}`}
          ${item("bigger", "Bigger", then(actions.bigger))}
          ${item("smaller", "Smaller", then(actions.smaller), { disabled: width <= MIN_WIDTH && height <= MIN_HEIGHT })}
          <hr class="menu-rule" />
          ${item("trash", "Remove", then(actions.remove), { danger: true })}`}`;
    }}
  <//>`;
}

/** @param {{types: string[], chosen: string|undefined, onChoose: (type: string) => void}} props */
function Charts({ types, chosen, onChoose }) {
  return html`<p class="menu-label">Chart type</p>
    ${types.map((type) => html`<${MenuItem} key=${type} checked=${type === chosen} onClick=${() => onChoose(type)}>
      <${Icon} name=${typeIcon(type)} /><span class="menu-text">${typeName(type)}</span>${type === chosen && html`<${Icon} name="check" size=${14} />`}<//>`)}`;
}

/**
 * What the rows of the tile suit; the service has the last word, and the tile says it.
 *
 * @param {import("./types.js").TileData|undefined} data
 */
function typesOf(data) {
  if (!data?.chart || !data.columns || !data.data) return [];
  const types = suitableTypes(data.chart, data.columns, data.data.rows);
  return types.length ? [...new Set([...types, "table"])] : [];
}
