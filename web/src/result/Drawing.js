/** A drawn chart: when it comes near, in the page's theme, as wide as there is room. */
import { html, useEffect, useMemo, useRef, useState } from "../lib/html.js";
import { describeChart } from "./description.js";
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
  const near = useNear(box);
  const theme = useTheme();
  const [drawn, setDrawn] = useState(false);
  const words = useMemo(() => describeChart(chart, columns, rows), [chart, columns, rows]);
  const kept = useMemo(() => expectedHeight(chart, columns, rows, height), [chart, columns, rows, height]);

  useEffect(() => {
    const element = box.current;
    if (!near || !element || !chart.spec) return undefined;
    let gone = false;
    let end = () => {};
    const canvas = document.createElement("div");
    draw(canvasIn(element, canvas), { spec: chart.spec, columns, rows, height: height && height - AROUND }).then(
      ({ view, finalize }) => {
        if (gone) return finalize();
        canvas.style.position = "";
        canvas.style.visibility = "";
        for (const before of [...element.children]) if (before !== canvas) before.remove();
        setDrawn(true);
        const stop = chart.spec?.width === "container" ? followWidth(element, view) : () => {};
        end = () => {
          stop();
          finalize();
        };
      },
      (error) => gone || onFail(error),
    );
    return () => {
      gone = true;
      end();
    };
  }, [near, chart, columns, rows, height, theme]);

  return html`<div class="drawing" role="img" aria-label=${words} style=${{ minHeight: drawn ? "" : `${kept}px` }}>
    ${!drawn && html`<div class="drawing-skeleton" aria-hidden="true"></div>`}
    <div class="drawing-canvas" ref=${box}></div>
  </div>`;
}

/**
 * The next drawing is made out of sight, and takes the place of the one before when it is there.
 *
 * @param {HTMLElement} element
 * @param {HTMLElement} canvas
 */
function canvasIn(element, canvas) {
  canvas.style.position = "absolute";
  canvas.style.visibility = "hidden";
  canvas.style.width = "100%";
  element.append(canvas);
  return canvas;
}

/**
 * @param {HTMLElement} element
 * @param {import("/assets/vega.js").View} view
 */
function followWidth(element, view) {
  let width = element.clientWidth;
  const observer = new ResizeObserver(() => {
    const now = element.clientWidth;
    if (!now || Math.abs(now - width) < 1) return; // 0: it is hidden
    width = now;
    void view.signal("width", now);
    void view.runAsync();
  });
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
      /** @type {IntersectionObserverInit} */ ({ rootMargin: "400px", scrollMargin: "400px" }),
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
