/** The same question once more, on the data as it is now, beside the answer as it was. */
import { counted } from "../lib/format.js";
import { Icon } from "../lib/icons.js";
import { html, useEffect, useRef } from "../lib/html.js";
import { Answer } from "./Answer.js";
import { StatusLine } from "./StatusLine.js";

/**
 * @param {{again: import("./turns.js").Run, before: import("./turns.js").Turn, sessionId: string,
 *   reconnect: () => void, retry: () => void, close: () => void}} props
 */
export function Rerun({ again, before, sessionId, reconnect, retry, close }) {
  const section = useRef(/** @type {HTMLElement|null} */ (null));
  useEffect(() => section.current?.scrollIntoView({ block: "start" }), []);
  const old = before.body || again.body?.metadata.previous || null;
  return html`<div class="rerun" ref=${section} role="group" aria-label="Run again">
    <div class="rerun-head">
      <h3>Now</h3>
      ${again.body && old && html`<p class="rerun-change">${changed(old, again.body)}</p>`}
      ${again.phase !== "working" && html`<button type="button" class="icon-button" aria-label="Close the new run" title="Close" onClick=${close}><${Icon} name="close" /></button>`}
    </div>
    <${StatusLine} run=${again} reconnect=${reconnect} />
    <${Answer} run=${again} sessionId=${sessionId} answerId=${null} latest=${false} answer=${null} retry=${retry} edit=${null} visualize=${null} />
  </div>`;
}

/**
 * What is different, in a sentence.
 *
 * @param {Record<string, any>} old
 * @param {Record<string, any>} body
 */
function changed(old, body) {
  const before = old.metadata.row_count;
  const now = body.metadata.row_count;
  if (typeof before !== "number" || typeof now !== "number") return old.response === body.response ? "The same as then." : "Not the same as then.";
  const more = now - before;
  const count = more === 0 ? `${counted(now, "row")}, as many as then` : `${counted(now, "row")}, ${counted(Math.abs(more), "row")} ${more > 0 ? "more" : "fewer"} than then`;
  if (!old.data || !body.data) return `${count}.`;
  const known = new Set(old.data.rows.map((/** @type {any[]} */ row) => JSON.stringify(row)));
  const other = body.data.rows.filter((/** @type {any[]} */ row) => !known.has(JSON.stringify(row))).length;
  return other === 0 ? `${count}, all the same.` : `${count}; ${counted(other, "row")} ${other === 1 ? "is" : "are"} new or different.`;
}
