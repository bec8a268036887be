/** A filter by values: pills where there are few, else a list to search in. */
import { call } from "../api/client.js";
import { html, useEffect, useState } from "../lib/html.js";
import { Icon } from "../lib/icons.js";
import { Popover } from "./Popover.js";

const MOST_PILLS = 6;
const WIDEST_PILLS = 60; // letters, all together
const MOST_LISTED = 200;

/**
 * @param {{dashboardId: string, filter: import("./types.js").ValueFilter,
 *   setting: import("./types.js").Setting, onSet: (values: any[]) => void}} props
 */
export function ValuesFilter({ dashboardId, filter, setting, onSet }) {
  const chosen = Array.isArray(setting) ? setting : [];
  const column = `${filter.column.dataset}.${filter.column.name}`;
  const [found, setFound] = useState(/** @type {{values: any[], more: boolean}|null} */ (null));
  useEffect(() => {
    const control = new AbortController();
    call(`/dashboards/${encodeURIComponent(dashboardId)}/filters/${encodeURIComponent(filter.id)}/values`, { signal: control.signal }).then(
      (body) => setFound({ values: body.values, more: body.more }),
      // What it is set to can still be seen, and taken away.
      () => !control.signal.aborted && setFound({ values: filter.values, more: true }),
    );
    return () => control.abort();
  }, [dashboardId, filter.id, column]);

  const all = found ? [...chosen.filter((value) => !found.values.includes(value)), ...found.values] : chosen;
  const toggle = (/** @type {any} */ value) => {
    if (!filter.multiple) return onSet(chosen.includes(value) ? [] : [value]);
    const next = chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value];
    return onSet(all.length > 1 && next.length === all.length && !found?.more ? [] : next);
  };

  const fewEnough = found && !found.more && all.length <= MOST_PILLS && all.map(written).join("").length <= WIDEST_PILLS;
  if (fewEnough) {
    return html`<span class="pills">
      <button type="button" class="pill" aria-pressed=${String(!chosen.length)} onClick=${() => onSet([])}>All</button>
      ${all.map((value) => html`<button type="button" class="pill" key=${written(value)} aria-pressed=${String(chosen.includes(value))}
        onClick=${() => toggle(value)}>${written(value)}</button>`)}
    </span>`;
  }
  return html`<${Popover} label=${filter.title} class="values"
    button=${(/** @type {any} */ attributes) => html`<button type="button" class="pill" data-set=${chosen.length ? "" : undefined} ...${attributes}>
      ${summary(chosen)}<${Icon} name="chevronDown" size=${14} /></button>`}>
    ${() => html`<${Values} title=${filter.title} all=${all} more=${found?.more} loading=${!found} chosen=${chosen} multiple=${filter.multiple}
      onToggle=${toggle} onAll=${() => onSet([])} />`}
  <//>`;
}

/**
 * @param {{title: string, all: any[], more: boolean, loading: boolean, chosen: any[], multiple: boolean,
 *   onToggle: (value: any) => void, onAll: () => void}} props
 */
function Values({ title, all, more, loading, chosen, multiple, onToggle, onAll }) {
  const [search, setSearch] = useState("");
  const wanted = search.trim().toLowerCase();
  const matching = all.filter((value) => written(value).toLowerCase().includes(wanted));
  return html`
    <input class="input" type="search" aria-label=${`Find a value of ${title}`} placeholder="Find" value=${search}
      onInput=${(/** @type {any} */ event) => setSearch(event.target.value)} />
    <div class="values-list" role="group" aria-label=${title}>
      <label class="values-line">
        <input type=${multiple ? "checkbox" : "radio"} checked=${!chosen.length} onChange=${onAll} />All</label>
      ${matching.slice(0, MOST_LISTED).map((value) => html`<label class="values-line" key=${written(value)}>
        <input type=${multiple ? "checkbox" : "radio"} checked=${chosen.includes(value)} onChange=${() => onToggle(value)} />
        <span>${written(value)}</span></label>`)}
    </div>
    <p class="values-note" role="status">
      ${loading ? "Loading …" : !matching.length ? "No value matches." : more || matching.length > MOST_LISTED ? "Not all values are listed." : ""}
    </p>`;
}

/** @param {any} value */
const written = (value) => (value === null ? "(none)" : value === true ? "Yes" : value === false ? "No" : String(value));

/** @param {any[]} chosen */
const summary = (chosen) =>
  chosen.length === 0 ? "All" : chosen.length <= 2 ? chosen.map(written).join(", ") : `${written(chosen[0])} and ${chosen.length - 1} more`;
