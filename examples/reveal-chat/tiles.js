// Rows of a tile, drawn in the simplest way that shows something.

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 280;
const BAR = 18;
const HEIGHT = 120;
const MOST = 12;

/** An element for {chart: {type, x, y}, data: {columns, rows}}; a table where no figure is one of
 *  one series. */
export function drawn({ chart, data }) {
  if (!data) return null;
  const x = data.columns.indexOf(chart?.x);
  const y = data.columns.indexOf(chart?.y);
  const plain = data.columns.length === 2 && x >= 0 && y >= 0;
  const points = data.rows.map((row) => ({ name: String(row[x]), value: Number(row[y]) }));
  if (!plain || !points.every(({ value }) => Number.isFinite(value))) return table(data);
  return ["line", "area", "multi_line"].includes(chart.type) ? line(points) : bars(points);
}

function element(name, attributes, text) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

function picture(height, parts) {
  const svg = element("svg", { viewBox: `0 0 ${WIDTH} ${height}`, role: "img" });
  svg.append(...parts);
  return svg;
}

const short = (value) =>
  new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 }).format(value);

function bars(points) {
  const shown = points.slice(0, MOST);
  const most = Math.max(...shown.map(({ value }) => Math.abs(value)), 0) || 1;
  const parts = shown.flatMap(({ name, value }, n) => [
    element("text", { x: 0, y: n * BAR + 13 }, name.length > 18 ? `${name.slice(0, 17)}…` : name),
    element("rect", {
      x: 110, y: n * BAR + 3, width: (Math.abs(value) / most) * 120, height: BAR - 5, fill: "currentColor",
    }),
    element("text", { x: 236, y: n * BAR + 13 }, short(value)),
  ]);
  return picture(shown.length * BAR, parts);
}

function line(points) {
  const values = points.map(({ value }) => value);
  const least = Math.min(...values, 0);
  const span = Math.max(...values) - least || 1;
  const at = (value, n) =>
    `${(n / Math.max(points.length - 1, 1)) * WIDTH},${HEIGHT - 20 - ((value - least) / span) * (HEIGHT - 30)}`;
  return picture(HEIGHT, [
    element("polyline", { points: values.map(at).join(" "), fill: "none", stroke: "currentColor", "stroke-width": 2 }),
    element("text", { x: 0, y: HEIGHT - 4 }, points[0]?.name ?? ""),
    element("text", { x: WIDTH, y: HEIGHT - 4, "text-anchor": "end" }, points.at(-1)?.name ?? ""),
  ]);
}

function table({ columns, rows }) {
  const made = document.createElement("table");
  for (const [tag, cells] of [["th", columns], ...rows.slice(0, MOST).map((row) => ["td", row])]) {
    const line = made.insertRow();
    for (const cell of cells) {
      const box = document.createElement(tag);
      box.textContent = cell ?? "";
      line.append(box);
    }
  }
  return made;
}
