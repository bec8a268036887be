/** A question back, before anything is guessed: what is meant, or what would work. */
import { html } from "../lib/html.js";

/**
 * `answer` null: it was answered already, or nobody can at the moment.
 *
 * @param {{clarification: Record<string, any>, text: string, answer: ((text: string) => void)|null}} props
 */
export function Clarification({ clarification, text, answer }) {
  const { options, suggestions, unknown } = clarification;
  // The options and what would work stand after it, a line each.
  const [sentence] = text.split("\n");
  const disabled = answer === null;
  return html`<div class="clarification card" role="group" aria-label="Question back">
    <p>${marked(sentence || text, unknown)}</p>
    ${options.length > 0 &&
    html`<ol class="clarification-options" aria-label="Answers">
      ${options.map(
        (/** @type {{number: number, label: string}} */ option) => html`<li key=${option.number}>
          <button type="button" class="button" disabled=${disabled} onClick=${() => answer?.(option.label)}>
            <span class="kbd" aria-hidden="true">${option.number}</span>${option.label}
          </button>
        </li>`,
      )}
    </ol>`}
    ${suggestions.length > 0 &&
    html`<div class="clarification-works">
      <span class="muted">${options.length ? "Or ask" : "This works"}</span>
      ${suggestions.map((/** @type {string} */ suggestion) => html`<button type="button" class="chip" key=${suggestion} disabled=${disabled} onClick=${() => answer?.(suggestion)}>${suggestion}</button>`)}
    </div>`}
  </div>`;
}

/**
 * The words that nobody could place stand out.
 *
 * @param {string} sentence
 * @param {string[]} unknown
 */
function marked(sentence, unknown) {
  const quoted = unknown.map((word) => `“${word}”`);
  const pieces = [];
  let rest = sentence;
  for (const word of quoted) {
    const at = rest.indexOf(word);
    if (at < 0) continue;
    pieces.push(rest.slice(0, at), html`<mark>${word}</mark>`);
    rest = rest.slice(at + word.length);
  }
  return [...pieces, rest];
}
