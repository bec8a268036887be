/** A button that opens a menu: arrows move, Escape and a click elsewhere close it. */
import { classes, html, useId, useLayoutEffect, useRef, useState } from "./html.js";

/**
 * `children` is a function of `close`, and gives `.menu-item` buttons; the focus comes back to the
 * button when it closes.
 *
 * @param {{button: (attributes: Record<string, any>) => any, children: (close: () => void) => any,
 *   label: string, end?: boolean, above?: boolean, onOpen?: () => void}} props
 */
export function Menu({ button, children, label, end, above, onOpen }) {
  const [open, setOpen] = useState(false);
  const anchor = useRef(/** @type {HTMLElement|null} */ (null));
  const id = useId();
  const items = () => /** @type {HTMLElement[]} */ ([...(anchor.current?.querySelectorAll(".menu-item:not(:disabled)") || [])]);
  const close = (refocus = true) => {
    setOpen(false);
    if (refocus) /** @type {HTMLElement|null} */ (anchor.current?.querySelector("[aria-haspopup]"))?.focus();
  };
  // Before anything is painted: the next key is for the menu already.
  useLayoutEffect(() => {
    if (!open) return undefined;
    items()[0]?.focus();
    const pressed = (/** @type {PointerEvent} */ event) => {
      if (!anchor.current?.contains(/** @type {Node} */ (event.target))) close(false);
    };
    document.addEventListener("pointerdown", pressed);
    return () => document.removeEventListener("pointerdown", pressed);
  }, [open]);

  // Whatever comes into it later, it stays on the page.
  useLayoutEffect(() => {
    const menu = /** @type {HTMLElement|null|undefined} */ (open && anchor.current?.querySelector(".menu"));
    if (!menu) return undefined;
    const sizes = new ResizeObserver(() => keepOnPage(menu));
    sizes.observe(menu);
    keepOnPage(menu);
    return () => sizes.disconnect();
  }, [open]);

  const keyed = (/** @type {KeyboardEvent} */ event) => {
    if (!open) return;
    const all = items();
    const at = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    const go = (/** @type {number} */ index) => all.at(index % all.length)?.focus();
    if (event.key === "Escape") close();
    else if (event.key === "ArrowDown") go(at + 1);
    else if (event.key === "ArrowUp") go(at - 1);
    else if (event.key === "Home") go(0);
    else if (event.key === "End") go(-1);
    else if (event.key === "Tab") return close(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return html`<span class="menu-anchor" ref=${anchor} onKeyDown=${keyed}>
    ${button({
      "aria-haspopup": "menu",
      "aria-expanded": String(open),
      "aria-controls": open ? id : undefined,
      onClick: () => {
        if (!open) onOpen?.();
        setOpen(!open);
      },
    })}
    ${open &&
    html`<div class=${classes("menu", end && "end", above && "above")} id=${id} role="menu" aria-label=${label}>
      ${children(() => close())}
    </div>`}
  </span>`;
}

const MARGIN = 8;

/**
 * Moved aside where it would reach beyond the page, and above its button where there is no room below.
 *
 * @param {HTMLElement} menu
 */
export function keepOnPage(menu) {
  menu.style.translate = "";
  menu.removeAttribute("data-above");
  const { left, right, bottom, height } = menu.getBoundingClientRect();
  const button = menu.parentElement?.getBoundingClientRect();
  if (button && bottom > innerHeight - MARGIN && button.top > height + 2 * MARGIN) menu.setAttribute("data-above", "");
  const shift = right > innerWidth - MARGIN ? innerWidth - MARGIN - right : left < MARGIN ? MARGIN - left : 0;
  if (shift) menu.style.translate = `${Math.round(shift)}px 0`;
}

/** @param {{onClick: () => void, children?: any, danger?: boolean, checked?: boolean, disabled?: boolean}} props */
export function MenuItem({ onClick, children, danger, checked, disabled }) {
  const role = checked === undefined ? "menuitem" : "menuitemradio";
  return html`<button type="button" class=${classes("menu-item", danger && "danger")} role=${role}
    aria-checked=${checked === undefined ? undefined : String(checked)} disabled=${disabled}
    tabindex="-1" onClick=${onClick}>${children}</button>`;
}
