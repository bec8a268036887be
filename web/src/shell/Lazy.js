/** A part of the page that is fetched when it is first gone to. */
import { html, useEffect, useState } from "../lib/html.js";

/** @param {{load: () => Promise<any>, props: Record<string, any>}} props */
export function Lazy({ load, props }) {
  const [part, setPart] = useState(/** @type {{is: any}|null} */ (null));
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let left = false;
    setPart(null);
    setFailed(false);
    load().then((is) => left || setPart({ is }), () => left || setFailed(true));
    return () => {
      left = true;
    };
  }, [load]);
  if (failed) {
    return html`<p class="column part-note" role="alert">This part of the page could not be fetched. <button type="button" class="button small" onClick=${() => location.reload()}>Load the page again</button></p>`;
  }
  return part ? html`<${part.is} ...${props} />` : html`<p class="column part-note muted" role="status">Loading …</p>`;
}
