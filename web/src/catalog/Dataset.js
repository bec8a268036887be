/** One dataset of a catalog. */
import { counted } from "../lib/format.js";
import { html } from "../lib/html.js";
import { Icon } from "../lib/icons.js";
import { Link } from "../lib/router.js";
import { Dimension, Measure, Synonyms } from "./Items.js";

/**
 * @param {{catalog: import("./types.js").Catalog, dataset: import("./types.js").Dataset,
 *   addressOf: (dataset: string) => string, ask: (text: string) => void}} props
 */
export function Dataset({ catalog, dataset, addressOf, ask }) {
  const { label, description, table, rows, synonyms, measures, dimensions, joins, questions } = dataset;
  /** @type {string[]} */
  const words = [];
  const shown = { catalog, dataset, words, ask };
  return html`<article class="dataset" aria-labelledby="dataset-title">
    <header class="dataset-head">
      <h2 id="dataset-title">${label}</h2>
      <p class="dataset-table"><${Icon} name="database" size=${14} /><code>${table}</code>${rows !== null && html` · ${counted(rows, "row")}`}</p>
      ${description && html`<p class="dataset-description">${description}</p>`}
      <${Synonyms} synonyms=${synonyms} words=${words} />
    </header>
    ${questions.length > 0 && html`<section class="dataset-part" aria-labelledby="dataset-questions">
      <h3 id="dataset-questions">Questions you can ask</h3>
      <ul class="questions">
        ${questions.map((text) => html`<li key=${text}><button type="button" class="starter" onClick=${() => ask(text)}>
          <${Icon} name="chat" /><span>${text}</span></button></li>`)}
      </ul>
    </section>`}
    ${joins.length > 0 && html`<section class="dataset-part" aria-labelledby="dataset-joins">
      <h3 id="dataset-joins">Goes together with</h3>
      <ul class="joins">
        ${joins.map((join) => html`<li key=${`${join.dataset} ${join.label}`}><${Link} class="pill" href=${addressOf(join.dataset)}><${Icon} name="link" size=${14} />${join.label}<//></li>`)}
      </ul>
    </section>`}
    ${measures.length > 0 && html`<section class="dataset-part" aria-labelledby="dataset-measures">
      <h3 id="dataset-measures">Measures <span class="muted">${measures.length}</span></h3>
      <ul class="card items">${measures.map((measure) => html`<${Measure} key=${measure.name} ...${shown} measure=${measure} />`)}</ul>
    </section>`}
    ${dimensions.length > 0 && html`<section class="dataset-part" aria-labelledby="dataset-dimensions">
      <h3 id="dataset-dimensions">Dimensions <span class="muted">${dimensions.length}</span></h3>
      <ul class="card items">${dimensions.map((dimension) => html`<${Dimension} key=${dimension.name} ...${shown} dimension=${dimension} />`)}</ul>
    </section>`}
  </article>`;
}
