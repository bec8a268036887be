/** A drawn chart: when it comes near, in the page's theme, as wide as there is room. */
import { html, useEffect, useLayoutEffect, useMemo, useRef, useState } from "../lib/html.js";
import { describeChart } from "./description.js";
import { inRoom, roomFor } from "./room.js";
import { draw, followTheme, themeNow } from "./vega.js";

/** @typedef {import("./result.js").Column} Column */
/** @typedef {import("./result.js").Row} Row */

const USUAL_HEIGHT = 320;
// Axis and legend around the plot.
const AROUND = 64;

/**
 * What is kept free for the chart before it is there.
 *
 * @param {import("./result.js").ChartOf} chart
 * @param {Column[]} columns
 * @param {Row[]} rows
 * @param {number} [height]
 */
function expectedHeight({ spec }, columns, rows, height) {
  const { height: drawn } = spec || {};
  if (typeof drawn !== "object") return (spec?.width === "container" && height) || (drawn ?? USUAL_HEIGHT) + AROUND;
  const named = columns.findIndex((column) => column.name === spec?.encoding?.y?.field);
  const steps = new Set(rows.map((row) => row[named])).size;
  return Math.min(steps, 40) * drawn.step + AROUND;
}

/**
 * @param {{chart: import("./result.js").ChartOf, columns: Column[], rows: Row[], height?: number,
 *   onFail: (error: unknown) => void}} props
 */
export function Drawing({ chart, columns, rows, height, onFail }) {
  const box = useRef(/** @type {HTMLElement|null} */ (null));
  const shown = useRef(/** @type {import("/assets/vega.js").View|null} */ (null));
  const near = useNear(box);
  const theme = useTheme();
  const [drawn, setDrawn] = useState(false);
  const [width, setWidth] = useState(0);
  const words = useMemo(() => describeChart(chart, columns, rows), [chart, columns, rows]);
  const kept = useMemo(() => expectedHeight(chart, columns, rows, height), [chart, columns, rows, height]);
  const room = useMemo(() => JSON.stringify(roomFor(chart, columns, rows, width)), [chart, columns, rows, width]);
  useLayoutEffect(() => followWidth(box.current, setWidth), []);

  useEffect(() => {
    const element = box.current;
    if (!near || !element || !chart.spec || !width) return undefined;
    let gone = false;
    let end = () => {};
    const canvas = document.createElement("div");
    const given = JSON.parse(room);
    const spec = inRoom(chart.spec, given);
    canvas.style.minWidth = given.least ? `${given.least}px` : "";
    draw(canvasIn(element, canvas), { spec, columns, rows, height }).then(
      ({ view, finalize }) => {
        if (gone) return finalize();
        canvas.style.position = "";
        canvas.style.opacity = "";
        for (const before of [...element.children]) if (before !== canvas) before.remove();
        setDrawn(true);
        shown.current = view;
        // It may have changed, or been hidden, while the chart was made.
        const now = Math.max(element.clientWidth || width, given.least);
        if (chart.spec?.width === "container" && view.signal("width") !== now) widen(view, now);
        end = () => {
          shown.current = null;
          finalize();
        };
      },
      (error) => gone || onFail(error),
    );
    return () => {
      gone = true;
      end();
    };
  }, [near, chart, columns, rows, height, theme, room, width > 0]);
  useEffect(() => {
    if (chart.spec?.width === "container" && shown.current && width) widen(shown.current, Math.max(width, JSON.parse(room).least));
  }, [width]);

  return html`<div class="drawing" role="img" aria-label=${words} style=${{ minHeight: drawn ? "" : `${kept}px` }}>
    ${!drawn && html`<div class="drawing-skeleton" aria-hidden="true"></div>`}
    <div class="drawing-canvas" ref=${box}></div>
  </div>`;
}

/**
 * The next drawing is made out of sight, and takes the place of the one before when it is there. It is not
 * hidden by `visibility`: Chromium then paints it without what the layout has moved, as the legend.
 *
 * @param {HTMLElement} element
 * @param {HTMLElement} canvas
 */
function canvasIn(element, canvas) {
  canvas.style.position = "absolute";
  canvas.style.opacity = "0";
  canvas.style.width = "100%";
  element.append(canvas);
  return canvas;
}

/**
 * @param {import("/assets/vega.js").View} view
 * @param {number} width
 */
const widen = (view, width) => void view.signal("width", width).runAsync();

/**
 * @param {HTMLElement|null} element
 * @param {(width: number) => void} heard
 */
function followWidth(element, heard) {
  if (!element) return undefined;
  const tell = () => element.clientWidth && heard(element.clientWidth); // 0: it is hidden
  tell();
  const observer = new ResizeObserver(tell);
  observer.observe(element);
  return () => observer.disconnect();
}

/** @param {{current: HTMLElement|null}} box */
function useNear(box) {
  const [near, setNear] = useState(false);
  useEffect(() => {
    if (!box.current) return undefined;
    const observer = new IntersectionObserver(
      (entries) => entries.some((entry) => entry.isIntersecting) && setNear(true),
      // What scrolls is an element of the page, of which `rootMargin` knows nothing.
      /** @type {any} */ ({ rootMargin: "400px", scrollMargin: "400px" }),
    );
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  return near;
}

function useTheme() {
  const [theme, setTheme] = useState(themeNow);
  useEffect(() => followTheme(() => setTheme(themeNow())), []);
  return theme;
}
