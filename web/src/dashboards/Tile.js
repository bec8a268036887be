/** One tile: what holds it, what it is called, what can be done with it, and what it shows. */
import { classes, html, useEffect, useMemo, useRef, useState } from "../lib/html.js";
import { Icon } from "../lib/icons.js";
import { Popover } from "./Popover.js";
import { TileBody } from "./TileBody.js";
import { TileMenu } from "./TileMenu.js";
import { TitleInPlace } from "./TitleInPlace.js";

/**
 * @typedef {{rename: (title: string) => void, draw: (chart: string|null) => void, bigger: () => void,
 *   smaller: () => void, widen: () => void, pickUp: () => void, reorder: (by: -1|1) => void, ask: () => void,
 *   remove: () => void}} TileActions
 */

/**
 * `holding`: how it is being arranged, if it is.
 *
 * @param {{tile: import("./types.js").Tile, data: import("./types.js").TileData|undefined, reading: boolean,
 *   owned: boolean, narrow: boolean, isFirst: boolean, isLast: boolean, holding?: "move"|"size"|"keys",
 *   style: Record<string, any>, actions: TileActions,
 *   onHold: (event: PointerEvent, id: string, how: "move"|"size") => void, onPickUp: (id: string) => void,
 *   onKey: (event: KeyboardEvent, id: string) => void, onLeave: () => void}} props
 */
export function Tile({ tile, data, reading, owned, narrow, isFirst, isLast, holding, style, actions, onHold, onPickUp, onKey, onLeave }) {
  const [renaming, setRenaming] = useState(false);
  const grip = useRef(/** @type {HTMLButtonElement|null} */ (null));
  const body = useRef(/** @type {HTMLElement|null} */ (null));
  const height = useHeight(body);
  const { id, title } = tile;
  // Charts are not drawn anew for what happens around them.
  const shown = useMemo(() => html`<${TileBody} tile=${tile} data=${data} reading=${reading} height=${height} />`, [
    data,
    height,
    reading && !data,
    tile.query === null,
  ]);
  const pickUp = () => {
    grip.current?.focus();
    actions.pickUp();
  };

  return html`<div class=${classes("card tile", narrow && "narrow")} role="listitem" aria-label=${title} data-holding=${holding} style=${style}>
    <header class="tile-head">
      ${owned && !narrow && html`<button type="button" class="tile-grip" ref=${grip} data-grip=${id} aria-label=${`Move ${title}`}
        aria-pressed=${String(holding === "keys")} title="Drag to move. Enter picks it up for the arrow keys."
        onPointerDown=${(/** @type {PointerEvent} */ event) => onHold(event, id, "move")} onClick=${() => onPickUp(id)}
        onKeyDown=${(/** @type {KeyboardEvent} */ event) => onKey(event, id)} onBlur=${() => holding === "keys" && onLeave()}>
        <${Icon} name="drag" /></button>`}
      <${TitleInPlace} level=${2} class="tile-title" label="Name of the tile" title=${title} editing=${renaming}
        onEdit=${owned ? () => setRenaming(true) : undefined}
        onDone=${(/** @type {string|null} */ next) => {
          setRenaming(false);
          if (next) actions.rename(next);
        }} />
      <${Hint} tile=${tile} data=${data} />
      ${(owned || tile.query) && html`<${TileMenu} tile=${tile} data=${data} owned=${owned} narrow=${narrow} isFirst=${isFirst} isLast=${isLast}
        actions=${{ ...actions, pickUp }} onRename=${() => setRenaming(true)} />`}
    </header>
    <div class="tile-body" ref=${body} data-reading=${reading && data ? "" : undefined}>${shown}</div>
    <${Notes} tile=${tile} data=${data} />
    ${owned && !narrow && html`<span class="tile-corner" aria-hidden="true" title="Drag to resize"
      onPointerDown=${(/** @type {PointerEvent} */ event) => onHold(event, id, "size")}></span>`}
  </div>`;
}

/**
 * Whether what is left by the filters, as a single group, suits another chart than the tile's: no fault,
 * and not worth a line.
 *
 * @param {import("./types.js").Tile} tile
 * @param {import("./types.js").TileData|undefined} data
 */
const isOtherwise = ({ chart }, data) => Boolean(chart && data?.chart?.note && data.chart.type !== chart);

/** @param {{tile: import("./types.js").Tile, data: import("./types.js").TileData|undefined}} props */
function Hint({ tile, data }) {
  if (!isOtherwise(tile, data)) return null;
  const label = `Why “${tile.title}” is drawn otherwise`;
  return html`<${Popover} label=${label} end class="hint"
    button=${(/** @type {any} */ attributes) => html`<button type="button" class="icon-button tile-more" aria-label=${label} title=${data?.chart.note} ...${attributes}>
      <${Icon} name="info" size=${15} /></button>`}>
    ${() => html`<p>${data?.chart.note}</p>`}
  <//>`;
}

/**
 * What a person must know about the figures.
 *
 * @param {{tile: import("./types.js").Tile, data: import("./types.js").TileData|undefined}} props
 */
function Notes({ tile, data }) {
  if (!data || data.error) return null;
  const notes = [
    ...data.left_out.map(({ title, reason }) => ["filter", `Not limited by ${title}: ${reason}`]),
    ...(data.chart?.note && !isOtherwise(tile, data) ? [["info", data.chart.note]] : []),
    ...(data.no_forecast ? [["info", data.no_forecast]] : []),
  ];
  if (!notes.length) return null;
  return html`<ul class="tile-notes">
    ${notes.map(([icon, text]) => html`<li key=${text} title=${text}><${Icon} name=${icon} size=${13} /><span>${text}</span></li>`)}
  </ul>`;
}

/** @param {{current: HTMLElement|null}} node */
function useHeight(node) {
  const [height, setHeight] = useState(0);
  useEffect(() => {
    if (!node.current) return undefined;
    const observer = new ResizeObserver(([entry]) => entry && setHeight(Math.floor(entry.contentRect.height)));
    observer.observe(node.current);
    return () => observer.disconnect();
  }, []);
  return height;
}
