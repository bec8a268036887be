/** An answer's text: paragraphs and lists, with its figures standing out. */
import { html, useMemo } from "../lib/html.js";

/**
 * `**bold**`, and figures with a unit or a size: "$8.5M", "13%", "1,204", "5.6 %". Years and days of a
 * date are no figures.
 */
const STRONG =
  /\*\*([^*\n]+)\*\*|(?:[-−+]?(?:[$€£¥]|CHF |USD |EUR )\d[\d.,]*(?:\s?(?:[kMBT]|bn|million|billion|Mio\.|Mrd\.|Tsd\.)(?![\p{L}]))?|[-−+]?\d[\d.,]*\s?%|[-−+]?\d[\d.,]*\s?(?:[kMB](?![\p{L}])|[€£])|\d{1,3}(?:[,.]\d{3})+(?![\d%]))/gu;

/**
 * @typedef {{kind: "text", lines: string[]}|{kind: "list", ordered: boolean, items: string[]}} Block
 */

/**
 * @param {string} text
 * @returns {Block[]}
 */
function blocksOf(text) {
  /** @type {Block[]} */
  const blocks = [];
  for (const line of text.split("\n")) {
    const item = /^(?:[-•]|(\d+)\.)\s+(.*)$/.exec(line);
    const last = blocks.at(-1);
    if (item) {
      const ordered = item[1] !== undefined;
      if (last?.kind === "list" && last.ordered === ordered) last.items.push(item[2] ?? "");
      else blocks.push({ kind: "list", ordered, items: [item[2] ?? ""] });
    } else if (!line.trim()) blocks.push({ kind: "text", lines: [] });
    else if (last?.kind === "text") last.lines.push(line);
    else blocks.push({ kind: "text", lines: [line] });
  }
  return blocks.filter((block) => block.kind === "list" || block.lines.length > 0);
}

/**
 * A line in pieces, the strong ones as elements.
 *
 * @param {string} line
 */
export function emphasized(line) {
  const pieces = [];
  let at = 0;
  for (const match of line.matchAll(STRONG)) {
    // A sentence's own full stop is no part of a figure.
    const whole = match[1] ?? match[0].replace(/[.,]+$/, "");
    pieces.push(line.slice(at, match.index), html`<strong>${whole}</strong>`);
    at = match.index + (match[1] === undefined ? whole.length : match[0].length);
  }
  pieces.push(line.slice(at));
  return pieces;
}

/**
 * `writing`: more of it is to come.
 *
 * @param {{text: string, writing?: boolean}} props
 */
export function Prose({ text, writing }) {
  const blocks = useMemo(() => blocksOf(text), [text]);
  const caret = writing && html`<span class="caret" aria-hidden="true"></span>`;
  const end = (/** @type {number} */ index) => index === blocks.length - 1 && caret;
  return html`<div class="prose">
    ${blocks.map((block, index) => {
      if (block.kind === "text") {
        return html`<p key=${index}>${block.lines.map((line, at) => [at > 0 && html`<br />`, emphasized(line)])}${end(index)}</p>`;
      }
      const items = block.items.map((item, at) => html`<li>${emphasized(item)}${at === block.items.length - 1 && end(index)}</li>`);
      return block.ordered ? html`<ol key=${index}>${items}</ol>` : html`<ul key=${index}>${items}</ul>`;
    })}
  </div>`;
}
