/** A dialog over the page; the browser keeps the focus inside and gives it back. */
import { Icon } from "./icons.js";
import { html, useId, useLayoutEffect, useRef } from "./html.js";

/** @param {{title: string, onClose: () => void, children?: any}} props */
export function Dialog({ title, onClose, children }) {
  const dialog = useRef(/** @type {HTMLDialogElement|null} */ (null));
  const id = useId();
  // Before anything else can be pressed.
  useLayoutEffect(() => dialog.current?.showModal(), []);
  return html`<dialog ref=${dialog} class="dialog" aria-labelledby=${id} onClose=${onClose} onClick=${(/** @type {MouseEvent} */ event) => {
    if (event.target === dialog.current) dialog.current?.close();
  }}>
    <div class="dialog-body">
      <div class="dialog-head"><h2 id=${id}>${title}</h2>
        <button type="button" class="icon-button" aria-label="Close" onClick=${() => dialog.current?.close()}><${Icon} name="close" /></button>
      </div>
      ${children}
    </div>
  </dialog>`;
}
