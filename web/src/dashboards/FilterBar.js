/** The filters of a dashboard, as they are set for this look. */
import { html } from "../lib/html.js";
import { Icon } from "../lib/icons.js";
import { AddFilter } from "./AddFilter.js";
import { DatesFilter } from "./DatesFilter.js";
import { settingOf, withSetting } from "./settings.js";
import { ValuesFilter } from "./ValuesFilter.js";

/** @typedef {import("./settings.js").Settings} Settings */

/**
 * @param {{id: string, version: number, dashboard: import("./types.js").Dashboard, settings: Settings, owned: boolean,
 *   onLook: (settings: Settings) => void, onKeep: () => void, board: import("./board.js").Board}} props
 */
export function FilterBar({ id, version, dashboard, settings, owned, onLook, onKeep, board }) {
  const { filters } = dashboard;
  if (!filters.length && !owned) return null;
  const differs = filters.some((filter) => filter.id in settings);
  const remove = (/** @type {string} */ filterId) =>
    board.change(
      "removing the filter",
      (before) => ({
        ...before,
        filters: before.filters.filter((one) => one.id !== filterId),
        // A tile may name the filters it listens to, and none that there is not.
        tiles: before.tiles.map((tile) =>
          tile.filters ? { ...tile, filters: tile.filters.filter((one) => one !== filterId) } : tile,
        ),
      }),
      { shows: true },
    );

  return html`<div class="filters" role="group" aria-label="Filters">
    ${filters.map((filter) => {
      const Control = filter.kind === "dates" ? DatesFilter : ValuesFilter;
      return html`<div class="filter" key=${filter.id} role="group" aria-label=${filter.title}>
        <span class="filter-title">${filter.title}</span>
        <${Control} dashboardId=${id} filter=${filter} setting=${settingOf(filter, settings)}
          onSet=${(/** @type {any} */ setting) => onLook(withSetting(filter, setting, settings))} />
        ${owned && html`<button type="button" class="filter-remove" aria-label=${`Remove the filter ${filter.title}`} title="Remove this filter"
          onClick=${() => remove(filter.id)}><${Icon} name="close" size=${13} /></button>`}
      </div>`;
    })}
    ${owned && html`<${AddFilter} id=${id} version=${version} dashboard=${dashboard} board=${board} />`}
    ${differs && html`<span class="filters-look">
      <button type="button" class="button quiet small" onClick=${() => onLook({})}>Reset</button>
      ${owned && html`<button type="button" class="button quiet small" title="Show the dashboard like this whenever it is opened" onClick=${onKeep}>Keep</button>`}
    </span>`}
  </div>`;
}
