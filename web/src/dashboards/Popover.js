/** A panel below a button, for more than a menu holds: fields, lists to search in. */
import { classes, html, useId, useLayoutEffect, useRef, useState } from "../lib/html.js";
import { keepOnPage } from "../lib/menu.js";

/**
 * Escape, a click elsewhere and leaving it by the keyboard close it. What is first in it gets the focus.
 *
 * @param {{button: (attributes: Record<string, any>) => any, children: (close: () => void) => any,
 *   label: string, end?: boolean, class?: string, onOpen?: () => void}} props
 */
export function Popover({ button, children, label, end, class: name, onOpen }) {
  const [open, setOpen] = useState(false);
  const anchor = useRef(/** @type {HTMLElement|null} */ (null));
  const id = useId();
  const close = (refocus = true) => {
    setOpen(false);
    if (refocus) /** @type {HTMLElement|null} */ (anchor.current?.querySelector("[aria-haspopup]"))?.focus();
  };
  useLayoutEffect(() => {
    if (!open) return undefined;
    const panel = /** @type {HTMLElement} */ (anchor.current?.querySelector("[role=dialog]"));
    const sizes = new ResizeObserver(() => keepOnPage(panel));
    sizes.observe(panel);
    keepOnPage(panel);
    /** @type {HTMLElement|null} */ (panel.querySelector("input, button"))?.focus();
    const left = (/** @type {Event} */ event) => {
      if (!anchor.current?.contains(/** @type {Node} */ (event.target))) close(false);
    };
    document.addEventListener("pointerdown", left);
    document.addEventListener("focusin", left);
    return () => {
      sizes.disconnect();
      document.removeEventListener("pointerdown", left);
      document.removeEventListener("focusin", left);
    };
  }, [open]);
  const keyed = (/** @type {KeyboardEvent} */ event) => {
    if (!open || event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    close();
  };

  return html`<span class="menu-anchor" ref=${anchor} onKeyDown=${keyed}>
    ${button({
      "aria-haspopup": "dialog",
      "aria-expanded": String(open),
      "aria-controls": open ? id : undefined,
      onClick: () => {
        if (!open) onOpen?.();
        setOpen(!open);
      },
    })}
    ${open &&
    html`<div class=${classes("menu popover", end && "end", name)} id=${id} role="dialog" aria-label=${label}>
      ${children(() => close())}
    </div>`}
  </span>`;
}
