/** The cell one is at in a table, and the range that is chosen from it: by keys and by pointer. */
import { useEffect, useRef, useState } from "../lib/html.js";

/** @typedef {{row: number, column: number}} Place row -1 is the line of heads */
/** @typedef {{from: Place, to: Place}} Range both included, `from` above and left of `to` */

/**
 * @param {Place} a
 * @param {Place} b
 * @returns {Range}
 */
const rangeOf = (a, b) => ({
  from: { row: Math.max(0, Math.min(a.row, b.row)), column: Math.min(a.column, b.column) },
  to: { row: Math.max(a.row, b.row), column: Math.max(a.column, b.column) },
});

/**
 * Where a key leads; null: it leads nowhere.
 *
 * @param {KeyboardEvent} event
 * @param {Place} at
 * @param {{rows: number, columns: number, page: number}} size
 * @returns {Place|null}
 */
function placeAfter({ key, ctrlKey, metaKey }, { row, column }, { rows, columns, page }) {
  const far = ctrlKey || metaKey;
  const rowIn = (/** @type {number} */ next) => Math.max(-1, Math.min(rows - 1, next));
  switch (key) {
    case "ArrowDown":
      return { row: far ? rows - 1 : rowIn(row + 1), column };
    case "ArrowUp":
      return { row: far ? Math.min(0, rows - 1) : rowIn(row - 1), column };
    case "ArrowRight":
      return { row, column: far ? columns - 1 : Math.min(columns - 1, column + 1) };
    case "ArrowLeft":
      return { row, column: far ? 0 : Math.max(0, column - 1) };
    case "Home":
      return { row: far ? Math.min(0, rows - 1) : row, column: 0 };
    case "End":
      return { row: far ? rows - 1 : row, column: columns - 1 };
    case "PageDown":
      return { row: rowIn(row + page), column };
    case "PageUp":
      return { row: Math.max(Math.min(0, rows - 1), row - page), column };
    default:
      return null;
  }
}

/**
 * @param {EventTarget|null} target
 * @returns {Place|null}
 */
function placeOf(target) {
  const cell = target instanceof Element ? target.closest('[role="gridcell"]') : null;
  const row = Number(cell?.parentElement?.getAttribute("aria-rowindex"));
  return cell && row ? { row: row - 2, column: Number(cell.getAttribute("aria-colindex")) - 1 } : null;
}

/**
 * `at` null: nobody was there yet. `onEnter` is called for Enter and the space bar, with where one is.
 *
 * @param {{rows: number, columns: number, page: () => number, onEnter: (place: Place) => void,
 *   onMove: (place: Place) => void}} options
 */
export function useSelection({ rows, columns, page, onEnter, onMove }) {
  const [state, setState] = useState(/** @type {{at: Place, anchor: Place}|null} */ (null));
  const dragging = useRef(false);
  useEffect(() => {
    const released = () => (dragging.current = false);
    addEventListener("pointerup", released);
    return () => removeEventListener("pointerup", released);
  }, []);

  const at = state && state.at.row < rows && state.at.column < columns ? state.at : null;
  const move = (/** @type {Place} */ next, /** @type {boolean} */ extend) => {
    setState((before) => ({ at: next, anchor: extend && before ? before.anchor : next }));
    onMove(next);
  };

  /** @param {KeyboardEvent} event */
  const onKeyDown = (event) => {
    if (event.altKey) return;
    const here = at || { row: rows ? 0 : -1, column: 0 };
    if ((event.key === "Enter" || event.key === " ") && at) onEnter(at);
    else if (event.key.toLowerCase() === "a" && (event.ctrlKey || event.metaKey) && rows) {
      setState({ anchor: { row: 0, column: 0 }, at: { row: rows - 1, column: columns - 1 } });
    } else {
      const next = placeAfter(event, here, { rows, columns, page: page() });
      if (!next) return;
      const stays = event.shiftKey && next.row < 0;
      move(at ? (stays ? here : next) : here, event.shiftKey && Boolean(at));
    }
    event.preventDefault();
    event.stopPropagation();
  };
  /** @param {PointerEvent} event */
  const onPointerDown = (event) => {
    const place = placeOf(event.target);
    if (!place || event.button) return;
    dragging.current = event.pointerType === "mouse";
    move(place, event.shiftKey);
  };
  /** @param {PointerEvent} event */
  const onPointerOver = (event) => {
    const place = dragging.current ? placeOf(event.target) : null;
    if (place) setState((before) => ({ at: place, anchor: before?.anchor || place }));
  };

  const range = at && state && at.row >= 0 ? rangeOf(state.anchor, at) : null;
  return { at, range, clear: () => setState(null), handlers: { onKeyDown, onPointerDown, onPointerOver } };
}
