/** What a button opens beside it, as a menu. Escape, a press elsewhere and leaving it by the keyboard close it. */
import { classes, html, useId, useLayoutEffect, useRef, useState } from "./html.js";

/**
 * `children` is a function of `close`. What matches `first` gets the focus; it comes back to the button when
 * it closes. `onKey` is told of each key while it is open, but Escape.
 *
 * @param {{button: (attributes: Record<string, any>) => any, children: (close: () => void) => any,
 *   role: "menu"|"dialog", label: string, first: string, class?: string|false, end?: boolean, onOpen?: () => void,
 *   onKey?: (event: KeyboardEvent, close: (refocus?: boolean) => void) => void}} props
 */
export function Popup({ button, children, role, label, first, class: name, end, onOpen, onKey }) {
  const [open, setOpen] = useState(false);
  const anchor = useRef(/** @type {HTMLElement|null} */ (null));
  const panel = useRef(/** @type {HTMLElement|null} */ (null));
  const id = useId();
  const close = (refocus = true) => {
    setOpen(false);
    if (refocus) /** @type {HTMLElement|null} */ (anchor.current?.querySelector("[aria-haspopup]"))?.focus();
  };
  // Before anything is painted: the next key is for what was opened already.
  useLayoutEffect(() => {
    const opened = panel.current;
    if (!open || !opened) return undefined;
    // Whatever comes into it later, it stays on the page.
    const sizes = new ResizeObserver(() => keepOnPage(opened));
    sizes.observe(opened);
    keepOnPage(opened);
    /** @type {HTMLElement|null} */ (opened.querySelector(first))?.focus();
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
    if (!open) return;
    if (event.key !== "Escape") return onKey?.(event, close);
    event.preventDefault();
    event.stopPropagation();
    close();
  };

  return html`<span class="menu-anchor" ref=${anchor} onKeyDown=${keyed}>
    ${button({
      "aria-haspopup": role,
      "aria-expanded": String(open),
      "aria-controls": open ? id : undefined,
      onClick: () => {
        if (!open) onOpen?.();
        setOpen(!open);
      },
    })}
    ${open &&
    html`<div class=${classes("menu", end && "end", name)} id=${id} ref=${panel} role=${role} aria-label=${label}>
      ${children(() => close())}
    </div>`}
  </span>`;
}

const MARGIN = 8;

/**
 * Moved aside where it would reach beyond the page, and above its button where there is no room below.
 *
 * @param {HTMLElement} panel
 */
function keepOnPage(panel) {
  panel.style.translate = "";
  panel.removeAttribute("data-above");
  const { left, right, bottom, height } = panel.getBoundingClientRect();
  const button = panel.parentElement?.getBoundingClientRect();
  if (button && bottom > innerHeight - MARGIN && button.top > height + 2 * MARGIN) panel.setAttribute("data-above", "");
  const shift = right > innerWidth - MARGIN ? innerWidth - MARGIN - right : left < MARGIN ? MARGIN - left : 0;
  if (shift) panel.style.translate = `${Math.round(shift)}px 0`;
}
