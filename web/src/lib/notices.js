/** Short messages at the foot of the page, some with an action such as undo. */
import { Icon } from "./icons.js";
import { html, useRef } from "./html.js";
import { createStore, useStore } from "./store.js";

/** @typedef {{id: number, text: string, tone?: "bad", action?: {label: string, run: () => void}}} Notice */

/** How many are shown at once. */
const MOST = 3;

const notices = createStore(/** @type {Notice[]} */ ([]));
/** What takes each away; @type {Map<number, () => void>} */
const leaving = new Map();
let last = 0;

/**
 * Shows a message for `ms` milliseconds; `gone` is called when it leaves without its action.
 *
 * @param {string} text
 * @param {{tone?: "bad", action?: {label: string, run: () => void}, ms?: number, gone?: () => void}} [options]
 */
export function notify(text, { tone, action, ms = 6000, gone } = {}) {
  const id = ++last;
  let acted = false;
  const leave = () => {
    if (!notices.get().some((notice) => notice.id === id)) return;
    notices.set(notices.get().filter((notice) => notice.id !== id));
    leaving.delete(id);
    if (!acted) gone?.();
  };
  const whole = action && {
    label: action.label,
    run: () => {
      acted = true;
      leave();
      action.run();
    },
  };
  // Those that make room have gone as well: what waited for that happens.
  for (const old of notices.get().slice(0, 1 - MOST)) leaving.get(old.id)?.();
  notices.set([...notices.get(), { id, text, tone, action: whole }]);
  leaving.set(id, leave);
  const over = () => {
    // Whoever is about to press its button is not hurried.
    if (document.querySelector(`.notice[data-id="${id}"]:is(:hover, :focus-within)`)) setTimeout(over, 1000);
    else leave();
  };
  setTimeout(over, ms);
  return leave;
}

export function Notices() {
  const shown = useStore(notices);
  const from = useRef(/** @type {HTMLElement|null} */ (null));
  /** @param {FocusEvent} event */
  const entered = ({ currentTarget, relatedTarget }) => {
    const came = /** @type {HTMLElement|null} */ (relatedTarget);
    if (!/** @type {HTMLElement} */ (currentTarget).contains(came)) from.current = came;
  };
  /** @param {{run: () => void}} action */
  const act = (action) => {
    // The button goes: the focus goes back to where it came from.
    (from.current?.isConnected ? from.current : document.getElementById("main"))?.focus();
    action.run();
  };
  return html`<div class="notices" role="status" aria-live="polite" onfocusin=${entered}>
    ${shown.map(
      (notice) => html`<div class="notice" key=${notice.id} data-id=${notice.id} data-tone=${notice.tone}>
        ${notice.tone === "bad" && html`<${Icon} name="warning" />`}
        <span>${notice.text}</span>
        ${notice.action &&
        html`<button type="button" class="button small" onClick=${() => notice.action && act(notice.action)}>${notice.action.label}</button>`}
      </div>`,
    )}
  </div>`;
}

/**
 * Says what went wrong with a call.
 *
 * @param {unknown} error
 */
export function notifyError(error) {
  if (error instanceof Error && error.name === "AbortError") return;
  notify(error instanceof Error ? error.message : String(error), { tone: "bad", ms: 9000 });
}
