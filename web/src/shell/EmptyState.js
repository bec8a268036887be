/** Before the first question: what this is, and four questions worth asking. */
import { Icon } from "../lib/icons.js";
import { html, useEffect, useState } from "../lib/html.js";
import { useStore } from "../lib/store.js";
import { chosenDatasource, datasourceOf, datasources, loadAsking, loadError, startersOf } from "./asking.js";

const ICONS = /** @type {const} */ (["rising", "bars", "table", "falling"]);

/** @param {{onAsk: (text: string) => void, starting: boolean}} props */
export function EmptyState({ onAsk, starting }) {
  useStore(datasources);
  useStore(chosenDatasource);
  const failed = useStore(loadError);
  const datasource = datasourceOf(null);
  const [starters, setStarters] = useState(/** @type {Array<{text: string}>|null} */ (null));
  useEffect(() => {
    let left = false;
    setStarters(null);
    if (datasource?.state === "ready") {
      startersOf(datasource.id).then((found) => left || setStarters(found), () => left || setStarters([]));
    }
    return () => {
      left = true;
    };
  }, [datasource?.id]);

  return html`<div class="empty">
    <h1>What would you like to know?</h1>
    <p>Ask in plain words. Every answer shows its chart, its rows and the SQL that produced it.</p>
    ${failed &&
    html`<div class="empty-failed" role="alert">
      <${Icon} name="warning" />
      <span>${failed.message} Is it running, and is the database up?</span>
      <button type="button" class="button small" onClick=${loadAsking}>Try again</button>
    </div>`}
    ${datasource && datasource.state !== "ready" &&
    html`<p class="empty-note">“${datasource.title}” has not been described yet, so it cannot be asked. Make a data summary of it, or write its catalog.</p>`}
    <ul class="starters" aria-busy=${String(datasource !== null && starters === null)}>
      ${(starters || [null, null, null, null]).map((starter, index) =>
        starter
          ? html`<li key=${index}><button type="button" class="starter" disabled=${starting} onClick=${() => onAsk(starter.text)}>
              <${Icon} name=${ICONS[index % ICONS.length]} /><span>${starter.text}</span>
            </button></li>`
          : html`<li key=${index} class="starter" aria-hidden="true"></li>`,
      )}
    </ul>
  </div>`;
}
