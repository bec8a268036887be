/** Tiles being moved and resized, by pointer and by keys; nothing is kept until they are dropped. */
import { useEffect, useRef, useState } from "../lib/html.js";
import { COLUMNS, isSameLayout, moved, resized, stepped } from "./grid.js";

/** @typedef {import("./types.js").Tile} Tile */

/** In pixels; styles/dashboards.css says the same. */
export const ROW_HEIGHT = 80;
const GAP = 14;

const THRESHOLD = 4; // less than this is a click
const EDGE = 56; // so near to the edge of what is seen, it scrolls
const SCROLL_STEP = 14;

/**
 * A layout that is tried: `how` the tile is held decides what follows what.
 * @typedef {{id: string, how: "move"|"size"|"keys", tiles: Tile[]}} Draft
 */

/**
 * @param {{tiles: Tile[], grid: {current: HTMLElement|null}, onArranged: (tiles: Tile[], title: string) => void}} props
 */
export function useArranging({ tiles, grid, onArranged }) {
  const [draft, setShown] = useState(/** @type {Draft|null} */ (null));
  const [told, setTold] = useState("");
  const current = useRef(/** @type {Draft|null} */ (null));
  const letGo = useRef(() => {});
  useEffect(() => () => letGo.current(), []);

  const setDraft = (/** @type {Draft|null} */ next) => {
    current.current = next;
    setShown(next);
  };
  const tileOf = (/** @type {string} */ id) => /** @type {Tile} */ ((current.current?.tiles || tiles).find((one) => one.id === id));
  const drop = () => {
    const done = current.current;
    if (!done) return;
    const { title, place } = tileOf(done.id);
    const differs = !isSameLayout(done.tiles, tiles);
    setDraft(null);
    setTold(differs ? `${title} dropped at column ${place.column + 1}, row ${place.row + 1}.` : `${title} dropped where it was.`);
    if (differs) onArranged(done.tiles, title);
  };
  const putBack = () => {
    if (!current.current) return;
    setTold(`${tileOf(current.current.id).title} put back.`);
    setDraft(null);
  };

  /**
   * @param {PointerEvent} event on the grip or the corner
   * @param {string} id
   * @param {"move"|"size"} how
   */
  const hold = (event, id, how) => {
    if (event.button !== 0 || !grid.current) return;
    const handle = /** @type {HTMLElement} */ (event.currentTarget);
    const node = /** @type {HTMLElement} */ (handle.closest(".tile"));
    const area = grid.current;
    const start = node.getBoundingClientRect();
    const grabbed = { x: event.clientX - start.left, y: event.clientY - start.top };
    const corner = { x: start.right - event.clientX, y: start.bottom - event.clientY };
    let { clientX: x, clientY: y } = event;
    let held = false;
    let frame = 0;
    const scroller = scrollerOf(area);

    const follow = () => {
      const box = area.getBoundingClientRect();
      const cell = (box.width + GAP) / COLUMNS;
      const row = ROW_HEIGHT + GAP;
      const now = current.current?.tiles || tiles;
      let next;
      if (how === "move") {
        const left = x - box.left - grabbed.x;
        const top = y - box.top - grabbed.y;
        node.style.left = `${left}px`;
        node.style.top = `${top}px`;
        next = moved(tiles, id, { column: Math.round(left / cell), row: Math.round(top / row) });
      } else {
        const at = node.getBoundingClientRect();
        const width = Math.round((x + corner.x - at.left + GAP) / cell);
        const height = Math.round((y + corner.y - at.top + GAP) / row);
        next = resized(tiles, id, { width, height });
      }
      if (!current.current || !isSameLayout(next, now)) setDraft({ id, how, tiles: next });
    };
    const scroll = () => {
      const { top, bottom } = scroller === document.scrollingElement ? { top: 0, bottom: innerHeight } : scroller.getBoundingClientRect();
      const by = y < top + EDGE ? -SCROLL_STEP : y > bottom - EDGE ? SCROLL_STEP : 0;
      if (by) {
        scroller.scrollTop += by;
        follow();
      }
      frame = requestAnimationFrame(scroll);
    };
    const onMove = (/** @type {PointerEvent} */ moving) => {
      ({ clientX: x, clientY: y } = moving);
      if (!held) {
        if (Math.hypot(x - event.clientX, y - event.clientY) < THRESHOLD) return;
        held = true;
        frame = requestAnimationFrame(scroll);
      }
      follow();
    };
    const release = () => {
      cancelAnimationFrame(frame);
      handle.removeEventListener("pointermove", onMove);
      handle.removeEventListener("pointerup", onUp);
      handle.removeEventListener("pointercancel", onCancel);
      document.removeEventListener("keydown", onKey, true);
      // From there it goes to its place.
      node.style.left = "";
      node.style.top = "";
      letGo.current = () => {};
    };
    const onUp = () => {
      release();
      if (!held) return;
      swallowClick();
      drop();
    };
    const onCancel = () => {
      release();
      if (held) swallowClick();
      putBack();
    };
    const onKey = (/** @type {KeyboardEvent} */ key) => {
      if (key.key !== "Escape") return;
      key.preventDefault();
      key.stopPropagation();
      onCancel();
    };
    handle.setPointerCapture(event.pointerId);
    handle.addEventListener("pointermove", onMove);
    handle.addEventListener("pointerup", onUp);
    handle.addEventListener("pointercancel", onCancel);
    document.addEventListener("keydown", onKey, true);
    letGo.current = release;
  };

  const pickUp = (/** @type {string} */ id) => {
    if (current.current) return drop();
    const { title, place } = tileOf(id);
    setDraft({ id, how: "keys", tiles });
    setTold(
      `${title} picked up at column ${place.column + 1}, row ${place.row + 1}. Arrows move it, Shift and arrows resize it, ` +
        "Enter drops it, Escape puts it back.",
    );
  };

  const keyed = (/** @type {KeyboardEvent} */ event, /** @type {string} */ id) => {
    const held = current.current;
    if (held?.how !== "keys" || held.id !== id) return;
    if (event.key === "Escape") putBack();
    else if (/^Arrow(Left|Right|Up|Down)$/.test(event.key)) step(held, event.key, event.shiftKey);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const step = (/** @type {Draft} */ held, /** @type {any} */ key, /** @type {boolean} */ sizes) => {
    const { width, height } = tileOf(held.id).place;
    const wider = key === "ArrowRight" ? 1 : key === "ArrowLeft" ? -1 : 0;
    const higher = key === "ArrowDown" ? 1 : key === "ArrowUp" ? -1 : 0;
    const next = sizes
      ? resized(held.tiles, held.id, { width: width + wider, height: height + higher })
      : stepped(held.tiles, held.id, key);
    setDraft({ ...held, tiles: next });
    const { place } = tileOf(held.id);
    setTold(sizes ? `${place.width} wide, ${place.height} high.` : `Column ${place.column + 1}, row ${place.row + 1}.`);
  };

  return { draft, told, hold, pickUp, keyed, drop };
}

/** The click that ends a drag is none, be the button let go of later, as after Escape. */
function swallowClick() {
  const over = new AbortController();
  const heard = { capture: true, signal: over.signal };
  const swallow = (/** @type {Event} */ event) => {
    event.preventDefault();
    event.stopPropagation();
    over.abort();
  };
  addEventListener("click", swallow, heard);
  // Another press begins another click.
  addEventListener("pointerdown", () => over.abort(), heard);
  addEventListener("keydown", ({ key }) => key !== "Escape" && over.abort(), heard);
}

/**
 * @param {HTMLElement} node
 * @returns {Element}
 */
function scrollerOf(node) {
  for (let at = node.parentElement; at; at = at.parentElement) {
    if (at.scrollHeight > at.clientHeight && /auto|scroll/.test(getComputedStyle(at).overflowY)) return at;
  }
  return document.scrollingElement || document.documentElement;
}
