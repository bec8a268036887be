/** Search in a catalog: in names, labels, synonyms, descriptions and values. */

/** @typedef {import("./types.js").Catalog} Catalog */
/** @typedef {import("./types.js").Dataset} Dataset */

/** Text as it is compared: small, without accents. @param {string} text */
const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/**
 * The words that are searched for.
 *
 * @param {string} query
 * @returns {string[]}
 */
export const wordsOf = (query) => folded(query).split(/\s+/).filter(Boolean);

/**
 * What has all the words, each dataset with its part of it, and whole where it is meant itself.
 *
 * @param {Catalog} catalog
 * @param {string[]} words
 */
export function find(catalog, words) {
  const has = (/** @type {import("./types.js").Named & {samples?: string[]}} */ one) => {
    const text = folded([one.name, one.label, one.description, ...one.synonyms, ...(one.samples || [])].join("\n"));
    return words.every((word) => text.includes(word));
  };
  const datasets = catalog.datasets
    .map((dataset) => ({
      dataset,
      isMeant: has(dataset),
      measures: dataset.measures.filter(has),
      dimensions: dataset.dimensions.filter(has),
    }))
    .filter(({ isMeant, measures, dimensions }) => isMeant || measures.length || dimensions.length);
  return { datasets, metrics: catalog.metrics.filter(has) };
}

/**
 * The text in pieces, those with `hit` being what was searched for.
 *
 * @param {string} text
 * @param {string[]} words
 * @returns {{text: string, hit: boolean}[]}
 */
export function pieces(text, words) {
  // Only where folding keeps places can they be marked.
  const small = folded(text);
  if (!words.length || small.length !== text.length) return [{ text, hit: false }];
  const marks = new Uint8Array(text.length);
  for (const word of words) {
    for (let at = small.indexOf(word); at >= 0; at = small.indexOf(word, at + 1)) marks.fill(1, at, at + word.length);
  }
  /** @type {{text: string, hit: boolean}[]} */
  const found = [];
  let start = 0;
  for (let at = 1; at <= text.length; at++) {
    if (at < text.length && marks[at] === marks[start]) continue;
    found.push({ text: text.slice(start, at), hit: marks[start] === 1 });
    start = at;
  }
  return found;
}
