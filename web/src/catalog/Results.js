/** What a search of a catalog finds. */
import { counted } from "../lib/format.js";
import { html } from "../lib/html.js";
import { Icon } from "../lib/icons.js";
import { Link } from "../lib/router.js";
import { find } from "./finding.js";
import { Dimension, Marked, Measure, Metric, Synonyms } from "./Items.js";

/**
 * @param {{catalog: import("./types.js").Catalog, words: string[], addressOf: (dataset: string) => string,
 *   ask: (text: string) => void, onLeave: () => void}} props onLeave: somebody goes to a dataset
 */
export function Results({ catalog, words, addressOf, ask, onLeave }) {
  const { datasets, metrics } = find(catalog, words);
  const shown = { catalog, words, ask };
  const count = datasets.reduce((sum, one) => sum + one.measures.length + one.dimensions.length + (one.isMeant ? 1 : 0), metrics.length);
  return html`<div class="dataset">
    <h2 class="visually-hidden">Found in the catalog</h2>
    <p class="results-count" role="status">${count ? `${counted(count, "thing")} found` : "Nothing in the catalog matches."}</p>
    ${datasets.map(({ dataset, isMeant, measures, dimensions }) => html`<section class="dataset-part" key=${dataset.name} aria-label=${dataset.label}>
      <h2 class="results-title"><${Link} class="results-dataset" href=${addressOf(dataset.name)} onClick=${onLeave}><${Icon} name="database" size=${14} />
        <span><${Marked} text=${dataset.label} words=${words} /></span><//></h2>
      ${isMeant && html`<div class="results-meant">
        ${dataset.description && html`<p class="dataset-description"><${Marked} text=${dataset.description} words=${words} /></p>`}
        <${Synonyms} synonyms=${dataset.synonyms} words=${words} /></div>`}
      ${measures.length + dimensions.length > 0 && html`<ul class="card items">
        ${measures.map((measure) => html`<${Measure} key=${`m ${measure.name}`} ...${shown} dataset=${dataset} measure=${measure} />`)}
        ${dimensions.map((dimension) => html`<${Dimension} key=${`d ${dimension.name}`} ...${shown} dataset=${dataset} dimension=${dimension} />`)}
      </ul>`}
    </section>`)}
    ${metrics.length > 0 && html`<section class="dataset-part" aria-label="Metrics">
      <h2 class="results-title">Metrics</h2>
      <ul class="card items">${metrics.map((metric) => html`<${Metric} key=${metric.name} ...${shown} metric=${metric} />`)}</ul>
    </section>`}
  </div>`;
}
