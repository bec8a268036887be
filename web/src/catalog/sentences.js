/** Questions about one measure or dimension, in wording that is understood. */

/** @typedef {import("./types.js").Catalog} Catalog */
/** @typedef {import("./types.js").Dataset} Dataset */
/** @typedef {import("./types.js").Dimension} Dimension */

const MOST = 3;

/** In the languages that questions are understood in: what stands between a measure and a dimension. */
const BY = /** @type {Record<string, string>} */ ({ en: "by", de: "nach" });

/**
 * A measure by what people group it by: of its own dataset first, then of those it joins.
 *
 * @param {Catalog} catalog
 * @param {Dataset} dataset
 * @param {{label: string}} measure
 */
export function sentencesOfMeasure(catalog, dataset, measure) {
  const near = [dataset, ...joined(catalog, dataset)].flatMap((one) => one.dimensions.filter(isGrouped));
  const telling = near.filter((dimension) => !isOfItself(measure, dimension));
  return telling.slice(0, MOST).map((dimension) => sentence(catalog, measure, dimension));
}

/**
 * @param {Catalog} catalog
 * @param {Dataset} dataset
 * @param {Dimension} dimension
 */
export function sentencesOfDimension(catalog, dataset, dimension) {
  if (!isGrouped(dimension)) return [];
  const own = dataset.measures.length ? [dataset] : joined(catalog, dataset);
  const telling = own.flatMap((one) => one.measures).filter((measure) => !isOfItself(measure, dimension));
  return telling.slice(0, MOST).map((measure) => sentence(catalog, measure, dimension));
}

/**
 * By the first dimension alone: what other measures in it can be grouped by is another matter.
 *
 * @param {Catalog} catalog
 * @param {import("./types.js").Metric} metric
 */
export function sentencesOfMetric(catalog, metric) {
  const names = new Set(metric.expression.match(/[A-Za-z_]\w*/g));
  const dataset = catalog.datasets.find((one) => one.measures.some(({ name }) => names.has(name)));
  return dataset ? sentencesOfMeasure(catalog, dataset, metric).slice(0, 1) : [];
}

/**
 * What has a few values with names, which a chart can show side by side.
 *
 * @param {Dimension} dimension
 */
const isGrouped = ({ type, samples }) => type === "text" && samples.length > 1;

/**
 * "Customers by customer" is 1 for each.
 *
 * @param {{label: string}} measure
 * @param {{label: string}} dimension
 */
const isOfItself = (measure, dimension) => measure.label.toLowerCase().startsWith(dimension.label.toLowerCase());

/**
 * @param {Catalog} catalog
 * @param {Dataset} dataset
 */
const joined = (catalog, dataset) =>
  dataset.joins.flatMap(({ dataset: name }) => catalog.datasets.filter((one) => one.name === name));

/**
 * @param {Catalog} catalog
 * @param {{label: string}} measure
 * @param {{label: string}} dimension
 */
const sentence = ({ language }, measure, dimension) => `${measure.label} ${BY[language] ?? BY.en} ${inText(dimension.label, language)}`;

/**
 * @param {string} label
 * @param {string} language German nouns are written large anywhere, abbreviations too
 */
const inText = (label, language) =>
  language === "en" && !/^[A-Z]{2}/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;
