/** The tiles of a dashboard, where they lie. */
import { html, useEffect, useLayoutEffect, useRef, useState } from "../lib/html.js";
import { useArranging } from "./arranging.js";
import { askAbout } from "./ask.js";
import { closedUp, readingOrder, reordered, resized, rowsOf } from "./grid.js";
import { Tile } from "./Tile.js";

/** @typedef {import("./types.js").Tile} TileOf */
/** @typedef {import("./types.js").Place} Place */

const NARROW = "(max-width: 820px)";

/**
 * @param {{dashboard: import("./types.js").Dashboard, data: Record<string, import("./types.js").TileData>,
 *   reading: boolean, owned: boolean, board: import("./board.js").Board}} props
 */
export function TileGrid({ dashboard, data, reading, owned, board }) {
  const grid = useRef(/** @type {HTMLElement|null} */ (null));
  const focus = useRef(/** @type {string|null} */ (null));
  const narrow = useMatches(NARROW);
  const { tiles } = dashboard;

  /** @param {TileOf[]} next @param {string} label */
  const arrange = (next, label) => {
    const places = new Map(next.map((tile) => [tile.id, tile.place]));
    const put = (/** @type {TileOf} */ tile) => ({ ...tile, place: places.get(tile.id) ?? tile.place });
    void board.change(label, (before) => ({ ...before, tiles: before.tiles.map(put) }));
  };
  const { draft, told, hold, pickUp, keyed, drop } = useArranging({
    tiles,
    grid,
    onArranged: (next, title) => {
      focus.current = draft?.id ?? null;
      arrange(next, `moving “${title}”`);
    },
  });
  // A tile that changes its place among the others loses the focus.
  useLayoutEffect(() => {
    if (!focus.current || draft) return;
    /** @type {HTMLElement|null} */ (grid.current?.querySelector(`[data-grip="${CSS.escape(focus.current)}"]`))?.focus();
    focus.current = null;
  });

  const edit = (/** @type {TileOf} */ tile, /** @type {Partial<TileOf>} */ change, /** @type {string} */ label, shows = false) =>
    board.change(label, (before) => ({ ...before, tiles: before.tiles.map((one) => (one.id === tile.id ? { ...one, ...change } : one)) }), {
      shows,
    });
  const actionsOf = (/** @type {TileOf} */ tile) => {
    const { width, height } = tile.place;
    const size = (/** @type {{width: number, height: number, column?: number}} */ next) => arrange(resized(tiles, tile.id, next), `the size of “${tile.title}”`);
    return {
      rename: (/** @type {string} */ title) => edit(tile, { title }, `the name of “${tile.title}”`),
      draw: (/** @type {string|null} */ chart) => edit(tile, { chart }, `the chart of “${tile.title}”`, true),
      bigger: () => size({ width: width + 2, height: height + 1, column: Math.min(tile.place.column, Math.max(0, 10 - width)) }),
      smaller: () => size({ width: width - 2, height: height - 1 }),
      widen: () => size({ column: 0, width: 12, height }),
      pickUp: () => pickUp(tile.id),
      reorder: (/** @type {-1|1} */ by) => arrange(reordered(tiles, tile.id, by), `moving “${tile.title}”`),
      ask: () => askAbout(tile.title, dashboard.datasource_id),
      remove: () =>
        board.change(`removing “${tile.title}”`, (before) => ({ ...before, tiles: closedUp(before.tiles.filter((one) => one.id !== tile.id)) }), {
          notice: `“${tile.title}” is removed.`,
        }),
    };
  };

  const shown = new Map((draft?.tiles || tiles).map((tile) => [tile.id, tile.place]));
  const held = draft?.how === "move" ? shown.get(draft.id) : null;
  const order = readingOrder(tiles);
  return html`<div class="tiles" ref=${grid} role="list" aria-label="Tiles" aria-busy=${String(reading)}
      data-arranging=${draft ? "" : undefined} style=${{ "--rows": rowsOf(draft?.tiles || tiles) }}>
      ${held && html`<div class="tile-landing" key="landing" aria-hidden="true" style=${placed(held)}></div>`}
      ${order.map((tile, index) => {
        const holding = draft?.id === tile.id ? draft.how : undefined;
        // One that is carried stays where it was but for the pointer, which moves it.
        const place = holding === "move" ? tile.place : (shown.get(tile.id) ?? tile.place);
        return html`<${Tile} key=${tile.id} tile=${tile} data=${data[tile.id]} reading=${reading} owned=${owned} narrow=${narrow}
          isFirst=${index === 0} isLast=${index === order.length - 1} holding=${holding} style=${placed(place)} actions=${actionsOf(tile)}
          onHold=${hold} onPickUp=${pickUp} onKey=${keyed} onLeave=${drop} />`;
      })}
    </div>
    <p class="visually-hidden" aria-live="assertive">${told}</p>`;
}

/** @param {Place} place */
const placed = ({ column, row, width, height }) => ({ "--column": column, "--row": row, "--width": width, "--height": height });

/** @param {string} query */
function useMatches(query) {
  const [matches, setMatches] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const list = matchMedia(query);
    const changed = () => setMatches(list.matches);
    list.addEventListener("change", changed);
    return () => list.removeEventListener("change", changed);
  }, [query]);
  return matches;
}
