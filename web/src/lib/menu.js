/** A button that opens a menu, in which arrows move. */
import { classes, html } from "./html.js";
import { Popup } from "./popup.js";

const ITEMS = ".menu-item:not(:disabled)";

/**
 * `children` is a function of `close`, and gives `.menu-item` buttons.
 *
 * @param {{button: (attributes: Record<string, any>) => any, children: (close: () => void) => any,
 *   label: string, end?: boolean, above?: boolean, onOpen?: () => void}} props
 */
export function Menu({ above, ...props }) {
  return html`<${Popup} ...${props} role="menu" class=${above && "above"} first=${ITEMS} onKey=${keyed} />`;
}

/**
 * @param {KeyboardEvent} event
 * @param {(refocus: boolean) => void} close
 */
function keyed(event, close) {
  const items = /** @type {HTMLElement[]} */ ([.../** @type {HTMLElement} */ (event.currentTarget).querySelectorAll(ITEMS)]);
  const at = items.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const go = (/** @type {number} */ index) => items.at(index % items.length)?.focus();
  if (event.key === "ArrowDown") go(at + 1);
  else if (event.key === "ArrowUp") go(at - 1);
  else if (event.key === "Home") go(0);
  else if (event.key === "End") go(-1);
  else if (event.key === "Tab") return close(false);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

/** @param {{onClick: () => void, children?: any, danger?: boolean, checked?: boolean, disabled?: boolean}} props */
export function MenuItem({ onClick, children, danger, checked, disabled }) {
  const role = checked === undefined ? "menuitem" : "menuitemradio";
  return html`<button type="button" class=${classes("menu-item", danger && "danger")} role=${role}
    aria-checked=${checked === undefined ? undefined : String(checked)} disabled=${disabled}
    tabindex="-1" onClick=${onClick}>${children}</button>`;
}
