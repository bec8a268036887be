/** What a datasource's catalog says, as the service writes it. */

/**
 * @typedef {{name: string, label: string, description: string, synonyms: string[]}} Named
 *
 * @typedef {Named & {type: string, style: string, grains: string[]|null, samples: string[]}} Dimension
 *
 * @typedef {Named & {expression: string, filter: string|null, aggregation: string, style: string,
 *   unit: string|null}} Measure
 *
 * @typedef {Named & {expression: string, style: string, unit: string|null}} Metric
 *
 * @typedef {Named & {table: string, rows: number|null, dimensions: Dimension[], measures: Measure[],
 *   joins: {dataset: string, label: string}[], questions: string[]}} Dataset
 *
 * @typedef {{datasource_id: string, title: string, description: string, language: string, dialect: string,
 *   version: string, as_of: string|null, datasets: Dataset[], metrics: Metric[]}} Catalog
 */

export {};
