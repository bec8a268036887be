/** The SQL of an answer: coloured, to copy, and by whom it is. */
import { Icon } from "../lib/icons.js";
import { html, useMemo } from "../lib/html.js";
import { copyText } from "./clipboard.js";
import { brokenIntoLines, piecesOf } from "./sqlText.js";

/**
 * Who wrote it, where that was not the language engine; "" otherwise.
 *
 * @param {import("./result.js").Author|null|undefined} author
 */
function authorship(author) {
  if (author?.kind === "model") {
    const name = author.model || "a model";
    return author.reused ? `Written by ${name}, for the same question before` : `Written by ${name}`;
  }
  return author?.kind === "person" ? "Written by a person" : "";
}

/** @param {{sql: string, author?: import("./result.js").Author|null}} props */
export function Sql({ sql, author }) {
  const text = useMemo(() => brokenIntoLines(sql), [sql]);
  const pieces = useMemo(() => piecesOf(text), [text]);
  const by = authorship(author);
  return html`<div class="sql">
    <button type="button" class="button small sql-copy" onClick=${() => copyText(text, "SQL")}>
      <${Icon} name="copy" size=${15} />Copy SQL
    </button>
    <pre class="sql-text" tabindex="0" role="group" aria-label="SQL of the answer"><code>${pieces.map(({ kind, text: part }) =>
      kind === "plain" ? part : html`<span class=${`sql-${kind}`}>${part}</span>`,
    )}</code></pre>
    ${by && html`<p class="sql-author"><${Icon} name=${author?.kind === "person" ? "user" : "sparkle"} size=${14} />${by}</p>`}
  </div>`;
}
