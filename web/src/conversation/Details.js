/** What was done for an answer and when, where its figures come from, and what a model had to do with it. */
import { counted, writeCount, writeDuration } from "../lib/format.js";
import { html } from "../lib/html.js";

/** @param {{run: import("./turns.js").Run}} props */
export function Details({ run }) {
  const meta = run.body?.metadata || {};
  const author = meta.author || run.partial.author;
  const usage = meta.usage || run.partial.usage;
  return html`<div class="details card">
    ${run.steps.length > 0 && html`<${Steps} steps=${run.steps} />`}
    ${meta.freshness && html`<p class="details-text">${meta.freshness.text}</p>`}
    ${meta.verified && html`<p class="details-text">The same as a checked question: “${meta.verified.question}”</p>`}
    ${meta.lineage && html`<${Lineage} lineage=${meta.lineage} />`}
    ${(author || usage) && html`<${Authorship} author=${author} usage=${usage} />`}
    ${meta.notices?.length > 0 && html`<ul class="details-notices" aria-label="Notices">${meta.notices.map((/** @type {string} */ notice) => html`<li key=${notice}>${notice}</li>`)}</ul>`}
    ${run.runId && html`<p class="details-small">Run <code>${run.runId}</code></p>`}
  </div>`;
}

/** @param {{steps: import("./turns.js").Step[]}} props */
function Steps({ steps }) {
  return html`<section>
    <h3>Steps</h3>
    <ol class="steps">
      ${steps.map(
        (step, index) => html`<li key=${index}>
          <span>${step.message}</span>
          <span class="step-time">${step.elapsed_ms === undefined ? (step.at === undefined ? "" : "…") : writeDuration(step.elapsed_ms)}</span>
        </li>`,
      )}
    </ol>
  </section>`;
}

/** @type {Record<string, string>} */
const USES = { measured: "measured", grouped: "grouped by", filtered: "filtered by", listed: "listed" };

/** @param {{lineage: Record<string, any>}} props */
function Lineage({ lineage }) {
  return html`<section>
    <h3>Where the figures come from</h3>
    <table class="lineage">
      <thead><tr><th scope="col">Column</th><th scope="col">Dataset</th><th scope="col">Definition</th><th scope="col">Use</th></tr></thead>
      <tbody>
        ${lineage.columns.map((/** @type {any} */ column) => {
          const dataset = lineage.datasets.find((/** @type {any} */ one) => one.name === column.dataset);
          return html`<tr key=${`${column.dataset}.${column.name}`}>
            <th scope="row">${column.label}</th>
            <td>${dataset?.label || column.dataset}</td>
            <td><code>${column.expression}</code></td>
            <td>${column.uses.map((/** @type {string} */ use) => USES[use] || use).join(", ")}</td>
          </tr>`;
        })}
      </tbody>
    </table>
    <p class="details-small">
      Read from ${lineage.datasets.map((/** @type {any} */ dataset, /** @type {number} */ index) => [index > 0 && ", ", dataset.label, dataset.table && [" (", html`<code>${dataset.table}</code>`, ")"]])}.
      ${lineage.conditions.length > 0 && ` Conditions: ${lineage.conditions.join("; ")}.`}
    </p>
  </section>`;
}

/** @param {{author: Record<string, any>|null|undefined, usage: Record<string, any>|null|undefined}} props */
function Authorship({ author, usage }) {
  const who = { embedded: "the language engine", person: "a person" };
  const name = author && (author.kind === "model" ? author.model || "a model" : who[/** @type {"embedded"|"person"} */ (author.kind)] || author.kind);
  return html`<section>
    <h3>Who wrote the query</h3>
    ${author && html`<p class="details-text">Written by ${name}${author.reused && ", for the same question before"}.</p>`}
    ${usage &&
    html`<p class="details-text">
      ${counted(usage.calls, "call")} of a model: ${writeCount(usage.input_tokens)} tokens read${usage.cached_tokens > 0 && ` (${writeCount(usage.cached_tokens)} of them cached)`},
      ${" "}${writeCount(usage.output_tokens)} written${usage.cost !== null && usage.cost !== undefined && `; cost ${usage.cost}`}.
    </p>`}
  </section>`;
}
