/** What a question is asked of, and who writes its query: small menus of the composer. */
import { Icon } from "../lib/icons.js";
import { html } from "../lib/html.js";
import { Menu, MenuItem } from "../lib/menu.js";
import { useStore } from "../lib/store.js";
import { chosenDatasource, datasources, models, wish } from "./asking.js";

const MODES = /** @type {Record<string, [string, string]>} */ ({
  embedded: ["Engine", "The language engine alone: quick, free, the same every time"],
  hybrid: ["Engine, then model", "A model for what the engine does not fully understand"],
  model: ["Model", "A model writes every query"],
});

/** @param {{datasource: import("./asking.js").Datasource|null, fixed: boolean}} props fixed: a session stays with its own */
export function Pickers({ datasource, fixed }) {
  return html`<${DatasourcePicker} datasource=${datasource} fixed=${fixed} /><${WishPicker} />`;
}

/** @param {{datasource: import("./asking.js").Datasource|null, fixed: boolean}} props */
function DatasourcePicker({ datasource, fixed }) {
  const all = useStore(datasources);
  if (!datasource) return html`<span class="composer-source">${all ? "No datasource" : ""}</span>`;
  const name = html`<${Icon} name="database" size=${14} /><span>${datasource.title}</span>`;
  if (fixed || (all || []).length < 2) {
    return html`<span class="composer-source" title=${datasource.description || undefined}>${name}</span>`;
  }
  return html`<${Menu} label="Datasource" above button=${(/** @type {Record<string, any>} */ attributes) =>
    html`<button type="button" class="composer-pick" aria-label=${`Datasource: ${datasource.title}`} ...${attributes}>
      ${name}<${Icon} name="chevronDown" size=${13} />
    </button>`}>
    ${(/** @type {() => void} */ close) =>
      (all || []).map(
        (one) => html`<${MenuItem} key=${one.id} checked=${one.id === datasource.id} disabled=${one.state !== "ready"} onClick=${() => {
          close();
          chosenDatasource.set(one.id);
        }}>
          <span class="menu-two"><span>${one.title}</span>
            <small>${one.state === "ready" ? one.dialect : "has no catalog yet"}</small></span>
          ${one.id === datasource.id && html`<${Icon} name="check" />`}
        <//>`,
      )}
  <//>`;
}

function WishPicker() {
  const offered = useStore(models);
  const { mode, model, breakdown } = useStore(wish);
  if (!offered) return null;
  const shownMode = mode || offered.mode;
  const withModels = offered.models.filter((name) => name !== "embedded");
  const shownModel = model || offered.default_model;
  const who = withModels.length ? (shownMode === "embedded" ? "Engine" : `${MODES[shownMode]?.[0] || shownMode}${shownModel ? ` · ${shownModel}` : ""}`) : "Options";
  const label = breakdown ? `${who} · in parts` : who;
  return html`<${Menu} label="How to answer" above button=${(/** @type {Record<string, any>} */ attributes) =>
    html`<button type="button" class="composer-pick" aria-label=${`How to answer: ${label}`} ...${attributes}>
      <${Icon} name="sparkle" size=${14} /><span>${label}</span><${Icon} name="chevronDown" size=${13} />
    </button>`}>
    ${() => html`
      ${withModels.length > 0 &&
      html`<div class="menu-label">Who writes the query</div>
        ${offered.modes.map(
          (one) => html`<${MenuItem} key=${one} checked=${one === shownMode} onClick=${() => wish.update({ mode: one === offered.mode ? null : one })}>
            <span class="menu-two"><span>${MODES[one]?.[0] || one}</span><small>${MODES[one]?.[1]}</small></span>
            ${one === shownMode && html`<${Icon} name="check" />`}
          <//>`,
        )}`}
      ${withModels.length > 1 &&
      html`<hr class="menu-rule" /><div class="menu-label">Model</div>
        ${withModels.map(
          (one) => html`<${MenuItem} key=${one} checked=${one === shownModel} onClick=${() => wish.update({ model: one === offered.default_model ? null : one })}>
            <span class="menu-grow">${one}</span>${one === shownModel && html`<${Icon} name="check" />`}
          <//>`,
        )}`}
      ${withModels.length > 0 && html`<hr class="menu-rule" />`}
      <${MenuItem} checked=${breakdown} onClick=${() => wish.update({ breakdown: !breakdown })}>
        <span class="menu-two"><span>Break into parts</span><small>A compound question is answered part by part</small></span>
        ${breakdown && html`<${Icon} name="check" />`}
      <//>`}
  <//>`;
}
