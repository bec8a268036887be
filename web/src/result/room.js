/** What of a chart gives way where there is less room than the service laid it out for. */

/** @typedef {import("./result.js").Column} Column */
/** @typedef {import("./result.js").Row} Row */
/** @typedef {Record<string, any>} Spec */

// As the service reckons: a plot so wide, letters so wide, and a dot with its space before a name.
const PLOT_WIDTH = 640;
const LETTER_WIDTH = 7;
const SYMBOL_WIDTH = 36;

const NARROWEST = 260; // in less beside its legend, a plot has it above
const RADIUS = 120; // of a pie that has the room
const AXIS_WIDTH = 40; // about that, to the left of the plot
const PANEL_WIDTH = 180; // of each chart of small multiples, at least
const BETWEEN_PANELS = 24;
const PANEL_AXIS = 72; // the axis and the edge around all of them
const NAMED_BAND = 16; // below it names run into one another
const MOST_BARS = 25; // that the service has drawn, the rest left to the table
const SLANTED = { labelAngle: -40, labelLimit: 110, labelAlign: "right", labelBaseline: "middle" };

/**
 * In numbers that can be compared, so that a chart is laid out anew only where they change. `least` is the
 * width in pixels that it needs, 0 where it does with what there is; `panels` how many of them stand beside
 * one another, each so wide.
 *
 * @typedef {{columns: number|null, above: boolean, slanted: boolean, least: number,
 *   panels: {across: number, width: number}|null}} Room
 */

/**
 * @param {import("./result.js").ChartOf} chart
 * @param {Column[]} columns
 * @param {Row[]} rows
 * @param {number} width in pixels, of the whole chart
 * @returns {Room}
 */
export function roomFor({ spec, x, series }, columns, rows, width) {
  const colour = colourOf(spec);
  const across = spec?.width === "container" && width > 0;
  if (!across) return { columns: null, above: false, slanted: false, least: 0, panels: panelsIn(spec, width) };
  const valuesOf = (/** @type {string|null|undefined} */ name) => {
    const index = columns.findIndex((column) => column.name === name);
    return index < 0 ? [] : [...new Set(rows.map((row) => String(row[index] ?? "")))];
  };
  const plot = width - AXIS_WIDTH;
  const isNamed = colour?.type === "nominal";
  const names = isNamed ? firstOf(colour.scale?.domain, valuesOf(colour.field), valuesOf(series), valuesOf(x)) : [colour?.legend?.title ?? ""];
  const above = colour?.legend?.orient === "right" && width - longest(names) - SYMBOL_WIDTH < NARROWEST;
  const isListed = typeof colour?.legend?.columns === "number" || (above && isNamed);
  // The last one needs no space behind it.
  const fitting = Math.floor((plot + SYMBOL_WIDTH / 2) / (longest(names) + SYMBOL_WIDTH));
  const bands = valuesOf(spec.encoding?.x?.field);
  const least = isNamedBands(spec.encoding?.x) ? AXIS_WIDTH + NAMED_BAND * Math.min(bands.length, MOST_BARS) : 0;
  return {
    columns: isListed ? Math.max(1, Math.min(fitting, colour.legend.columns ?? names.length)) : null,
    above,
    slanted: isUpright(spec.encoding?.x) && longest(bands) > plot / Math.max(1, bands.length),
    least: least > width ? least : 0,
    panels: null,
  };
}

/**
 * @param {Spec} spec
 * @param {Room} room
 * @returns {Spec}
 */
export function inRoom(spec, { columns, above, slanted, panels }) {
  const legend = { ...(columns && { columns }), ...(above && { orient: "top" }) };
  const coloured = (/** @type {Spec} */ { color, ...encoding }) => ({
    ...encoding,
    ...(color && { color: color.legend ? { ...color, legend: { ...color.legend, ...legend } } : color }),
  });
  const encoding = spec.encoding && coloured(spec.encoding);
  if (encoding?.facet && panels) encoding.facet = { ...encoding.facet, columns: panels.across };
  if (encoding?.x && slanted) encoding.x = { ...encoding.x, axis: { ...encoding.x.axis, ...SLANTED } };
  return {
    ...spec,
    ...(encoding && { encoding }),
    ...(panels && { width: panels.width }),
    ...(spec.layer && {
      layer: spec.layer.map((/** @type {Spec} */ one) => ({ ...one, mark: round(one.mark), ...(one.encoding && { encoding: coloured(one.encoding) }) })),
    }),
  };
}

/**
 * A pie no larger than what it is drawn in, the numbers still beside it.
 *
 * @param {any} mark
 */
function round(mark) {
  if (typeof mark === "string") return mark;
  const { outerRadius, innerRadius, radius } = mark;
  const size = `min(${RADIUS}, max(40, min(width, height) / 2 - 32))`;
  return {
    ...mark,
    ...(outerRadius && { outerRadius: { expr: size } }),
    ...(innerRadius && { innerRadius: { expr: `${innerRadius / outerRadius} * ${size}` } }),
    ...(radius && { radius: { expr: `${size} + ${radius - RADIUS}` } }),
  };
}

/** @param {Spec|null} spec */
const colourOf = (spec) =>
  spec?.encoding?.color ?? spec?.layer?.map((/** @type {Spec} */ one) => one.encoding?.color).find(Boolean);

/**
 * Small multiples: fewer beside one another, and narrower, where all of them do not fit.
 *
 * @param {Spec|null} spec
 * @param {number} width
 */
function panelsIn(spec, width) {
  const own = spec?.encoding?.facet?.columns;
  if (typeof own !== "number" || typeof spec?.width !== "number" || !width) return null;
  const room = width - PANEL_AXIS;
  const across = Math.max(1, Math.min(own, Math.floor((room + BETWEEN_PANELS) / (PANEL_WIDTH + BETWEEN_PANELS))));
  return { across, width: Math.min(spec.width, Math.floor((room + BETWEEN_PANELS) / across) - BETWEEN_PANELS) };
}

/** Bars and cells of which each has its name below it. @param {Spec|undefined} x */
const isNamedBands = (x) => x?.type === "ordinal" && !x.axis?.values && !x.axis?.labelOverlap;

/** Names below bars that stand in no order; others leave some out. @param {Spec|undefined} x */
const isUpright = (x) => x?.axis?.labelAngle === 0 && !x.axis.labelOverlap;

/** @param {...(string[]|undefined)} lists */
const firstOf = (...lists) => lists.find((list) => list?.length) ?? [];

/** @param {string[]} names */
const longest = (names) => LETTER_WIDTH * Math.max(0, ...names.map((name) => name.length));
