/** A title that becomes a field when it is to be another one: Enter keeps it, Escape leaves it. */
import { html, useLayoutEffect, useRef, useState } from "../lib/html.js";

/**
 * `editing` says from outside that it is being renamed; `onDone(null)` leaves it as it was.
 *
 * @param {{title: string, level: 1|2, class: string, label: string, editing: boolean,
 *   onEdit?: () => void, onDone: (title: string|null) => void}} props
 */
export function TitleInPlace({ title, level, class: name, label, editing, onEdit, onDone }) {
  if (editing) return html`<${Field} title=${title} class=${name} label=${label} onDone=${onDone} />`;
  const tag = `h${level}`;
  return html`<${tag} class=${name} title=${title} onDblClick=${onEdit}>${title}</${tag}>`;
}

/** @param {{title: string, class: string, label: string, onDone: (title: string|null) => void}} props */
function Field({ title, class: name, label, onDone }) {
  const [text, setText] = useState(title);
  const field = useRef(/** @type {HTMLInputElement|null} */ (null));
  const done = useRef(false);
  useLayoutEffect(() => field.current?.select(), []); // before the next key is pressed
  const finish = (/** @type {string|null} */ next) => {
    if (done.current) return; // taking the field away blurs it once more
    done.current = true;
    const trimmed = next?.trim();
    onDone(trimmed && trimmed !== title ? trimmed : null);
  };
  return html`<input class=${`input title-field ${name}`} ref=${field} value=${text} aria-label=${label} maxlength="200"
    onInput=${(/** @type {any} */ event) => setText(event.target.value)}
    onBlur=${() => finish(text)}
    onKeyDown=${(/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "Enter" && event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      finish(event.key === "Enter" ? text : null);
    }} />`;
}
