/** A filter by values: pills where there are few, else a list to search in. */
import { html } from "../lib/html.js";
import { Icon } from "../lib/icons.js";
import { Popover } from "./Popover.js";
import { useValues, written } from "./values.js";
import { ValuesList } from "./ValuesList.js";

const MOST_PILLS = 6;
const WIDEST_PILLS = 60; // letters, all together

/**
 * @param {{dashboardId: string, filter: import("./types.js").ValueFilter,
 *   setting: import("./types.js").Setting, onSet: (values: any[]) => void}} props
 */
export function ValuesFilter({ dashboardId, filter, setting, onSet }) {
  const chosen = Array.isArray(setting) ? setting : [];
  const found = useValues(dashboardId, filter);
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
    ${() => html`<${ValuesList} dashboardId=${dashboardId} filter=${filter} found=${found} chosen=${chosen} onToggle=${toggle} onAll=${() => onSet([])} />`}
  <//>`;
}

/** @param {any[]} chosen */
const summary = (chosen) =>
  chosen.length === 0 ? "All" : chosen.length <= 2 ? chosen.map(written).join(", ") : `${written(chosen[0])} and ${chosen.length - 1} more`;
