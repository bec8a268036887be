/** The list of keys, with the switch that turns them off. */
import { Dialog } from "../lib/dialog.js";
import { html } from "../lib/html.js";
import { KEYS, keysOn, switchKeys } from "../lib/keys.js";
import { useStore } from "../lib/store.js";

/** @param {{onClose: () => void}} props */
export function KeysHelp({ onClose }) {
  const on = useStore(keysOn);
  return html`<${Dialog} title="Keys" onClose=${onClose}>
    <dl class="keys">
      ${KEYS.map(
        ([keys, what]) => html`<div key=${keys}>
          <dt>${keys.split(" ").map((key) => html`<span class="kbd">${key}</span> `)}</dt>
          <dd>${what}</dd>
        </div>`,
      )}
    </dl>
    <label class="keys-switch">
      <input type="checkbox" checked=${on} onChange=${(/** @type {Event} */ event) => switchKeys(/** @type {HTMLInputElement} */ (event.target).checked)} />
      Single keys work while nothing is being typed
    </label>
  <//>`;
}
