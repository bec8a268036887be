/** A panel below a button, for more than a menu holds: fields, lists to search in. */
import { classes, html } from "../lib/html.js";
import { Popup } from "../lib/popup.js";

/**
 * @param {{button: (attributes: Record<string, any>) => any, children: (close: () => void) => any,
 *   label: string, end?: boolean, class?: string, onOpen?: () => void}} props
 */
export function Popover({ class: name, ...props }) {
  return html`<${Popup} ...${props} role="dialog" class=${classes("popover", name)} first="input, button" />`;
}
