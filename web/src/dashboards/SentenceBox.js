/** One line for a sentence, and how it stands with the one that was sent. */
import { ErrorCard } from "../conversation/ErrorCard.js";
import { StatusLine } from "../conversation/StatusLine.js";
import { html, useId, useRef, useState } from "../lib/html.js";
import { Icon } from "../lib/icons.js";

/**
 * `run`: that of the last sentence, until something else is to be said. `onSend` tells whether it was
 * done; a sentence that was not stands in the line again.
 *
 * @param {{label: string, placeholder: string, action: string, run: import("./saying.js").Run|null,
 *   onSend: (text: string) => Promise<boolean>, onStop: () => void, onReconnect: () => void}} props
 */
export function SentenceBox({ label, placeholder, action, run, onSend, onStop, onReconnect }) {
  const [text, setText] = useState("");
  const field = useRef(/** @type {HTMLInputElement|null} */ (null));
  const last = useRef("");
  const id = useId();
  const busy = run?.phase === "working";
  const send = async (/** @type {string} */ sentence) => {
    if (busy || !sentence) return;
    last.current = sentence;
    setText("");
    if (!(await onSend(sentence))) setText((now) => now || sentence);
  };
  const keyed = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Escape" || !busy) return;
    event.preventDefault();
    onStop();
  };
  const failed = run?.phase === "error" ? run.error : null;
  return html`<div class="sentence-place" onKeyDown=${keyed}>
    ${run && run.phase !== "complete" && html`<div class="sentence-run">
      <${StatusLine} run=${run} reconnect=${onReconnect} />
      ${failed && html`<div role="alert"><${ErrorCard} failure=${failed} retry=${() => send(last.current)} edit=${() => field.current?.focus()} /></div>`}
    </div>`}
    <p class="visually-hidden" role="status">${busy ? "Working." : run?.phase === "cancelled" ? "Stopped." : ""}</p>
    <form class="sentence" onSubmit=${(/** @type {Event} */ event) => {
      event.preventDefault();
      void send(text.trim());
    }}>
      <${Icon} name="sparkle" />
      <label class="visually-hidden" for=${id}>${label}</label>
      <input class="sentence-field" id=${id} ref=${field} value=${text} placeholder=${placeholder} maxlength="2000" autocomplete="off"
        onInput=${(/** @type {any} */ event) => setText(event.target.value)} />
      ${busy
        ? html`<button type="button" class="sentence-send" aria-label="Stop" title="Stop (Esc)" onClick=${onStop}><${Icon} name="stop" /></button>`
        : html`<button type="submit" class="sentence-send" aria-label=${action} disabled=${!text.trim()}><${Icon} name="arrowUp" /></button>`}
    </form>
  </div>`;
}
