/** One line for a sentence. */
import { html, useId, useState } from "../lib/html.js";
import { Icon } from "../lib/icons.js";

/**
 * @param {{label: string, placeholder: string, action: string, busy: boolean,
 *   onSend: (text: string) => void}} props
 */
export function SentenceBox({ label, placeholder, action, busy, onSend }) {
  const [text, setText] = useState("");
  const id = useId();
  const send = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (busy || !text.trim()) return;
    onSend(text.trim());
    setText("");
  };
  return html`<form class="sentence" onSubmit=${send}>
    <${Icon} name="sparkle" />
    <label class="visually-hidden" for=${id}>${label}</label>
    <input class="sentence-field" id=${id} value=${text} placeholder=${placeholder} maxlength="2000" autocomplete="off"
      onInput=${(/** @type {any} */ event) => setText(event.target.value)} />
    <button type="submit" class="sentence-send" aria-label=${action} disabled=${busy || !text.trim()}>
      ${busy ? html`<span class="spinner"></span>` : html`<${Icon} name="arrowUp" />`}
    </button>
  </form>`;
}
