/** A word on a rating, for who wants to say one. */
import { html, useLayoutEffect, useRef, useState } from "../lib/html.js";

/** @param {{rating: "up"|"down", send: (comment: string) => void, close: () => void}} props */
export function Comment({ rating, send, close }) {
  const [text, setText] = useState("");
  const input = useRef(/** @type {HTMLInputElement|null} */ (null));
  useLayoutEffect(() => {
    const from = /** @type {HTMLElement|null} */ (document.activeElement);
    const { current } = input;
    current?.focus({ preventScroll: true });
    const form = current?.form;
    return () => {
      const { activeElement } = document;
      // Whoever has gone elsewhere meanwhile stays there.
      if (activeElement === document.body || form?.contains(activeElement)) from?.focus({ preventScroll: true });
    };
  }, []);
  const label = rating === "up" ? "What was good about it?" : "What is wrong with it?";
  const sent = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (text.trim()) send(text.trim());
    close();
  };
  return html`<form class="comment" onSubmit=${sent} onKeyDown=${(/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    close();
  }}>
    <input class="input" ref=${input} maxlength="2000" aria-label=${label} placeholder=${`${label} (optional)`} value=${text}
      onInput=${(/** @type {Event} */ event) => setText(/** @type {HTMLInputElement} */ (event.target).value)} />
    <button type="submit" class="button small">Send</button>
    <button type="button" class="button small quiet" onClick=${close}>No comment</button>
  </form>`;
}
