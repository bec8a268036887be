/** What is worth asking next, below the newest turn. */
import { call } from "../api/client.js";
import { html, useEffect, useState } from "../lib/html.js";

/**
 * `turnId` is the newest turn: after another one, others are worth asking.
 *
 * @param {{sessionId: string, turnId: string, ask: (text: string, kind: string) => void}} props
 */
export function Suggestions({ sessionId, turnId, ask }) {
  const [found, setFound] = useState(/** @type {{of: string, list: Array<{text: string, kind: string}>}|null} */ (null));
  useEffect(() => {
    let left = false;
    call(`/sessions/${encodeURIComponent(sessionId)}/suggestions`).then(
      (body) => left || setFound({ of: turnId, list: body.suggestions }),
      () => {}, // there are none, then
    );
    return () => {
      left = true;
    };
  }, [turnId]);
  if (!found || found.of !== turnId || !found.list.length) return null;
  return html`<ul class="suggestions" aria-label="What you could ask next">
    ${found.list.map(({ text, kind }) => html`<li key=${text}><button type="button" class="chip" onClick=${() => ask(text, kind)}>${text}</button></li>`)}
  </ul>`;
}
