/** A filter by dates: periods that move with the calendar, or days of one's own. */
import { html, useState } from "../lib/html.js";
import { Icon } from "../lib/icons.js";
import { Popover } from "./Popover.js";
import { dayAfter, dayBefore, describeDates, isSame, PERIODS } from "./settings.js";

/** @typedef {import("./types.js").Setting} Setting */

/**
 * @param {{filter: import("./types.js").DateFilter, setting: Setting, onSet: (setting: Setting) => void}} props
 */
export function DatesFilter({ filter, setting, onSet }) {
  const isSet = !isSame(setting, null);
  return html`<${Popover} label=${filter.title} class="dates"
    button=${(/** @type {any} */ attributes) => html`<button type="button" class="pill" data-set=${isSet ? "" : undefined} ...${attributes}>
      ${describeDates(setting)}<${Icon} name="chevronDown" size=${14} /></button>`}>
    ${(/** @type {() => void} */ close) => {
      const choose = (/** @type {Setting} */ next) => {
        onSet(next);
        close();
      };
      const option = (/** @type {string} */ label, /** @type {Setting} */ value) => {
        const chosen = isSame(setting, value);
        return html`<button type="button" class="menu-item" aria-pressed=${String(chosen)} onClick=${() => choose(value)}>
          <span class="dates-label">${label}</span>${chosen && html`<${Icon} name="check" size=${15} />`}</button>`;
      };
      return html`
        ${PERIODS.map(([label, moving]) => option(label, { moving }))}
        ${option("All", null)}
        <hr class="menu-rule" />
        <${OwnDays} setting=${setting} onChoose=${choose} />`;
    }}
  <//>`;
}

/** @param {{setting: Setting, onChoose: (setting: Setting) => void}} props */
function OwnDays({ setting, onChoose }) {
  const days = setting && !Array.isArray(setting) && !setting.moving ? setting : {};
  const [start, setStart] = useState(days.start || "");
  const [last, setLast] = useState(days.end ? dayBefore(days.end) : "");
  const isRight = (start || last) && (!start || !last || start <= last);
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    // The service's end is the day after the last.
    if (isRight) onChoose({ start: start || null, end: last ? dayAfter(last) : null });
  };
  return html`<form class="dates-own" onSubmit=${submit}>
    <label><span class="field-label">From</span>
      <input class="input" type="date" value=${start} max=${last || undefined} onInput=${(/** @type {any} */ event) => setStart(event.target.value)} /></label>
    <label><span class="field-label">To</span>
      <input class="input" type="date" value=${last} min=${start || undefined} onInput=${(/** @type {any} */ event) => setLast(event.target.value)} /></label>
    <button type="submit" class="button small" disabled=${!isRight}>Apply</button>
  </form>`;
}
