/** A small dialog that asks for a name, and for a datasource where there are several. */
import { html, useId, useLayoutEffect, useRef, useState } from "../lib/html.js";

/**
 * @param {{heading: string, label: string, initial?: string, action: string,
 *   datasources?: {id: string, title: string}[],
 *   onDone: (name: string, datasourceId: string|undefined) => void, onClose: () => void}} props
 */
export function NameDialog({ heading, label, initial = "", action, datasources = [], onDone, onClose }) {
  const [name, setName] = useState(initial);
  const [datasource, setDatasource] = useState(datasources[0]?.id);
  const dialog = useRef(/** @type {HTMLDialogElement|null} */ (null));
  const id = useId();
  // Before anything else can be pressed.
  useLayoutEffect(() => {
    dialog.current?.showModal();
    dialog.current?.querySelector("input")?.select();
  }, []);

  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (!name.trim()) return;
    dialog.current?.close();
    onDone(name.trim(), datasource);
  };
  return html`<dialog class="dialog" ref=${dialog} aria-labelledby=${id} onClose=${onClose}>
    <form class="dialog-body" onSubmit=${submit}>
      <h2 id=${id}>${heading}</h2>
      <label class="field">
        <span class="field-label">${label}</span>
        <input class="input" value=${name} maxlength="200" required autocomplete="off"
          onInput=${(/** @type {any} */ event) => setName(event.target.value)} />
      </label>
      ${datasources.length > 1 &&
      html`<label class="field">
        <span class="field-label">Data</span>
        <select class="select" value=${datasource} onChange=${(/** @type {any} */ event) => setDatasource(event.target.value)}>
          ${datasources.map((one) => html`<option value=${one.id}>${one.title}</option>`)}
        </select>
      </label>`}
      <div class="dialog-actions">
        <button type="button" class="button" onClick=${() => dialog.current?.close()}>Cancel</button>
        <button type="submit" class="button primary" disabled=${!name.trim()}>${action}</button>
      </div>
    </form>
  </dialog>`;
}
