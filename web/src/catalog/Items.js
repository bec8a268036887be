/** Measures, dimensions and metrics, a line each; their names offer questions. */
import { html } from "../lib/html.js";
import { Icon } from "../lib/icons.js";
import { Menu, MenuItem } from "../lib/menu.js";
import { pieces } from "./finding.js";
import { sentencesOfDimension, sentencesOfMeasure, sentencesOfMetric } from "./sentences.js";

/** @typedef {import("./types.js").Catalog} Catalog */
/** @typedef {{catalog: Catalog, words: string[], ask: (text: string) => void}} Shown */

/** What was searched for is marked in it. @param {{text: string, words: string[]}} props */
export function Marked({ text, words }) {
  return pieces(text, words).map((piece) => (piece.hit ? html`<mark>${piece.text}</mark>` : piece.text));
}

/** @param {Shown & {dataset: import("./types.js").Dataset, measure: import("./types.js").Measure}} props */
export function Measure({ dataset, measure, ...shown }) {
  const { expression, filter, aggregation, unit, style } = measure;
  return html`<${Line} ...${shown} one=${measure} sentences=${sentencesOfMeasure(shown.catalog, dataset, measure)}
    facts=${[aggregation.replaceAll("_", " "), unit || (style === "percent" ? "%" : "")]}>
    <code class="item-sql">${expression === "*" ? "count(*)" : expression}${filter && html`<span class="item-where"> where </span>${filter}`}</code>
  <//>`;
}

/** @param {Shown & {dataset: import("./types.js").Dataset, dimension: import("./types.js").Dimension}} props */
export function Dimension({ dataset, dimension, ...shown }) {
  const { type, grains, samples } = dimension;
  return html`<${Line} ...${shown} one=${dimension} sentences=${sentencesOfDimension(shown.catalog, dataset, dimension)} facts=${[type]}>
    ${grains && html`<p class="item-grains">by ${grains.join(", ")}</p>`}
    ${samples.length > 0 && html`<ul class="item-samples" aria-label=${`Values of ${dimension.label}`}>
      ${samples.map((value) => html`<li class="tag"><${Marked} text=${value} words=${shown.words} /></li>`)}
    </ul>`}
  <//>`;
}

/** @param {Shown & {metric: import("./types.js").Metric}} props */
export function Metric({ metric, ...shown }) {
  const { expression, unit, style } = metric;
  return html`<${Line} ...${shown} one=${metric} sentences=${sentencesOfMetric(shown.catalog, metric)}
    facts=${[unit || (style === "percent" ? "%" : "")]}>
    <code class="item-sql">${expression}</code>
  <//>`;
}

/**
 * @param {Shown & {one: import("./types.js").Named, sentences: string[], facts: string[], children?: any}} props
 */
function Line({ one, sentences, facts, words, ask, children }) {
  const { name, label, description, synonyms } = one;
  // A name is worth a line where it is what was searched for.
  const byName = words.length > 0 && pieces(name, words).some((piece) => piece.hit) && !pieces(label, words).some((piece) => piece.hit);
  return html`<li class="item">
    <div class="item-head">
      ${sentences.length
        ? html`<${Menu} label=${`Ask with ${label}`} button=${(/** @type {any} */ attributes) => html`<button type="button" class="item-label" title=${`Ask with ${label}`} ...${attributes}>
            <span><${Marked} text=${label} words=${words} /></span><${Icon} name="chat" size=${14} /></button>`}>
            ${(/** @type {() => void} */ close) => html`<p class="menu-label">Ask</p>
              ${sentences.map((text) => html`<${MenuItem} key=${text} onClick=${() => (close(), ask(text))}><${Icon} name="chat" />${text}<//>`)}`}
          <//>`
        : html`<span class="item-label"><span><${Marked} text=${label} words=${words} /></span></span>`}
      ${facts.filter(Boolean).map((fact) => html`<span class="item-fact" key=${fact}>${fact}</span>`)}
      ${byName && html`<code class="item-name"><${Marked} text=${name} words=${words} /></code>`}
    </div>
    ${description && html`<p class="item-description"><${Marked} text=${description} words=${words} /></p>`}
    ${children}
    <${Synonyms} synonyms=${synonyms} words=${words} />
  </li>`;
}

/** @param {{synonyms: string[], words: string[]}} props */
export function Synonyms({ synonyms, words }) {
  if (!synonyms.length) return null;
  return html`<p class="synonyms"><span class="synonyms-title">also</span>
    ${synonyms.map((word) => html`<span class="synonym" key=${word}><${Marked} text=${word} words=${words} /></span>`)}</p>`;
}
