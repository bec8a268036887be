/** The values of a filter, in a list to search in. */
import { html, useState } from "../lib/html.js";
import { useSearchedValues, written } from "./values.js";

const MOST_LETTERS = 200; // that the service looks for

/**
 * `found`: what is known without a search; null until it is there.
 *
 * @param {{dashboardId: string, filter: import("./types.js").ValueFilter, found: import("./values.js").Found|null,
 *   chosen: any[], onToggle: (value: any) => void, onAll: () => void}} props
 */
export function ValuesList({ dashboardId, filter, found, chosen, onToggle, onAll }) {
  const [search, setSearch] = useState("");
  // What was chosen stays in its line, to be chosen again.
  const [once, setOnce] = useState(chosen);
  const toggle = (/** @type {any} */ value) => {
    if (!once.includes(value)) setOnce([...once, value]);
    onToggle(value);
  };
  const wanted = search.trim();
  const elsewhere = useSearchedValues(dashboardId, filter.id, found?.more ? wanted : "");
  const isLooking = Boolean(found?.more && wanted);
  const known = (found?.values || []).filter((value) => written(value).toLowerCase().includes(wanted.toLowerCase()));
  // Until the service has answered, those of the ones known already.
  const { values, more } = (isLooking && elsewhere.found) || { values: known, more: Boolean(found?.more) };
  const listed = [...once.filter((value) => !values.includes(value)), ...values];
  const isWaiting = !found || (isLooking && !elsewhere.found && !elsewhere.error);
  const type = filter.multiple ? "checkbox" : "radio";
  return html`
    <input class="input" type="search" aria-label=${`Find a value of ${filter.title}`} placeholder=${found?.more ? "Find among all values" : "Find"}
      maxlength=${MOST_LETTERS} value=${search} onInput=${(/** @type {any} */ event) => setSearch(event.target.value)} />
    <div class="values-list" role="group" aria-label=${filter.title} aria-busy=${String(isWaiting)}>
      <label class="values-line"><input type=${type} checked=${!chosen.length} onChange=${onAll} />All</label>
      ${listed.map((value) => html`<label class="values-line" key=${written(value)}>
        <input type=${type} checked=${chosen.includes(value)} onChange=${() => toggle(value)} />
        <span>${written(value)}</span></label>`)}
    </div>
    <p class="values-note" role="status">
      ${isWaiting ? (found ? "Searching …" : "Loading …") : elsewhere.error ? elsewhere.error.message : noteOf(values, more, wanted)}
    </p>`;
}

/**
 * @param {any[]} values
 * @param {boolean} more
 * @param {string} wanted
 */
function noteOf(values, more, wanted) {
  if (!values.length) return wanted ? "No value matches." : "There are no values.";
  if (!more) return "";
  return wanted ? "More values match than are listed." : "Not all values are listed: search for the others.";
}
