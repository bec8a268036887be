/** Line icons on a grid of 24, of one stroke width; decoration only, so hidden from readers. */
import { html } from "./html.js";

const PATHS = {
  add: "M12 5v14M5 12h14",
  area: "M4 19V13l5-5 4 4 7-7v14z",
  areaStacked: "M4 20V9l5 3 5-6 6 4v10zM4 15l5 2 5-4 6 3",
  arrowDown: "M12 5v14M6 13l6 6 6-6",
  arrowUp: "M12 19V5M6 11l6-6 6 6",
  bars: "M6 20V10M12 20V4M18 20v-7",
  barsGrouped: "M5 20V12M8.5 20V7M15.5 20V14M19 20V4",
  barsHorizontal: "M4 6h16M4 12h10M4 18h7",
  barsStacked: "M5 20V11h4v9zM5 15.5h4M15 20V5h4v15zM15 12h4",
  bigger: "M14 4h6v6M20 4l-7 7M10 20H4v-6M4 20l7-7",
  book: "M5 4h11a3 3 0 0 1 3 3v13H8a3 3 0 0 1-3-3zM5 17a3 3 0 0 1 3-3h11",
  boxplot: "M6 4v4M6 16v4M4 8h4v8H4zM4 12h4M17 3v5M17 18v3M15 8h4v10h-4zM15 13h4",
  bubble: "M8 17a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM17 9a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM18 18h.01",
  chat: "M5 5h14v11H10l-5 4z",
  check: "M5 12.5l4.5 4.5L19 7.5",
  chevronDown: "M7 10l5 5 5-5",
  chevronRight: "M10 7l5 5-5 5",
  close: "M6 6l12 12M18 6L6 18",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  dashboard: "M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z",
  database: "M5 6c0-1.7 3.1-3 7-3s7 1.3 7 3-3.1 3-7 3-7-1.3-7-3zM5 6v12c0 1.7 3.1 3 7 3s7-1.3 7-3V6M5 12c0 1.7 3.1 3 7 3s7-1.3 7-3",
  donut: "M12 4a8 8 0 1 0 8 8M12 4v5a3 3 0 1 0 3 3h5a8 8 0 0 0-8-8",
  download: "M12 4v11M7 10.5l5 5 5-5M5 20h14",
  drag: "M9 6h.01M15 6h.01M9 12h.01M15 12h.01M9 18h.01M15 18h.01",
  edit: "M4 20h4L19 9l-4-4L4 16z",
  falling: "M4 7l6 6 3-3 7 7M15 17h5v-5",
  filter: "M4 5h16l-6 8v6l-4-2v-4z",
  fork: "M6 4v7a4 4 0 0 0 4 4h9M15 11l4 4-4 4",
  grid: "M4 4h16v16H4zM4 10h16M10 4v16M4 15h16M15 4v16",
  heatmap: "M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z",
  histogram: "M4 20v-6h4v6M8 20V8h4v12M12 20V5h4v15M16 20v-9h4v9M3 20h18",
  info: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v6M12 7.5h.01",
  key: "M8 15a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 11h9M18 11v4",
  kpi: "M5 8l3-2v12M5 18h6M14 8a3 3 0 0 1 5 2c0 3-5 5-5 8h6",
  line: "M4 17l5-6 4 3 7-8",
  lines: "M4 17l5-5 4 3 7-7M4 10l5-4 4 2 7-4",
  link: "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1",
  menu: "M4 7h16M4 12h16M4 17h16",
  moon: "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  pie: "M12 4a8 8 0 1 0 8 8h-8z M15 3.5A8 8 0 0 1 20.5 9H15z",
  pin: "M9 4h6l-1 6 3 3v2H7v-2l3-3zM12 15v6",
  rerun: "M5 12a7 7 0 1 1 2 5M5 12V7M5 12h5",
  rising: "M4 17l6-6 3 3 7-7M15 7h5v5",
  scatter: "M6 17h.01M10 12h.01M9 7h.01M14 15h.01M16 9h.01M19 5h.01M4 20h16",
  search: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM20 20l-4-4",
  share: "M12 15V4M8 7.5L12 4l4 3.5M5 12v8h14v-8",
  smaller: "M20 10h-6V4M14 10l7-7M4 14h6v6M10 14l-7 7",
  sparkle: "M12 4l1.8 5.2L19 11l-5.2 1.8L12 18l-1.8-5.2L5 11l5.2-1.8zM19 17v4M17 19h4",
  stop: "M8 8h8v8H8z",
  sun: "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6l1.4 1.4M17 17l1.4 1.4M5.6 18.4L7 17M17 7l1.4-1.4",
  table: "M4 5h16v14H4zM4 10h16M10 10v9",
  thumbDown: "M17 4v9l-4 8a2 2 0 0 1-2-2v-4H5.5a2 2 0 0 1-2-2.4l1.3-7A2 2 0 0 1 6.8 4zM17 4h3v9h-3",
  thumbUp: "M7 20v-9l4-8a2 2 0 0 1 2 2v4h5.5a2 2 0 0 1 2 2.4l-1.3 7a2 2 0 0 1-2 1.6zM7 20H4v-9h3",
  trash: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13",
  undo: "M4 10h10a5 5 0 0 1 0 10h-3M4 10l4-4M4 10l4 4",
  user: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM5 21a7 7 0 0 1 14 0",
  verified: "M12 3l7 3v5c0 5-3 8-7 10-4-2-7-5-7-10V6zM9 12l2 2 4-4",
  warning: "M12 4l9 16H3zM12 10v4M12 17h.01",
  widen: "M3 5v14M21 5v14M7 12h10M10 9l-3 3 3 3M14 9l3 3-3 3",
};

/** @typedef {keyof typeof PATHS} IconName */

/** @param {{name: IconName, size?: number}} props */
export function Icon({ name, size = 16 }) {
  return html`<svg class="icon" width=${size} height=${size} viewBox="0 0 24 24" fill="none"
    stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"
    aria-hidden="true"><path d=${PATHS[name]} /></svg>`;
}

/** As in icon.svg, which a browser would draw as a document of its own. */
export function Logo() {
  return html`<svg class="logo" width="22" height="22" viewBox="0 0 24 24" fill="none" stroke="#fff" stroke-width="2.2"
    stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><rect width="24" height="24" rx="6" fill="#1f4fd1" stroke="none" /><path d="m5 15 4.5-4.5 3.5 3L19 8M15 8h4v4" /></svg>`;
}
