/** The rail where the page is narrow: a drawer that takes the focus and gives it back. */
import { html, useEffect, useRef, useState } from "../lib/html.js";
import { useKeys } from "../lib/keys.js";

const WIDE = matchMedia("(min-width: 820px)");

/**
 * Closed by `close`, by Escape and a press beside it (`DrawerShade`), and when `place`, the address,
 * is another one. What lies behind must be inert while it is `open`.
 *
 * @param {string} place
 */
export function useDrawer(place) {
  const [open, setOpen] = useState(false);
  const button = useRef(/** @type {HTMLElement|null} */ (null));
  const hasGone = useRef(false);
  const close = () => setOpen(false);
  useEffect(() => {
    if (!open) return undefined;
    /** @type {HTMLElement|null} */ (document.querySelector("#rail .rail-new"))?.focus();
    WIDE.addEventListener("change", close);
    return () => {
      WIDE.removeEventListener("change", close);
      (hasGone.current ? document.getElementById("main") : button.current)?.focus();
      hasGone.current = false;
    };
  }, [open]);
  useEffect(() => {
    hasGone.current = open;
    close();
  }, [place]);
  return { open, close, button, toggle: () => setOpen(!open) };
}

/** @param {{close: () => void}} props */
export function DrawerShade({ close }) {
  useKeys({ Escape: close });
  return html`<div class="drawer-shade" onClick=${close}></div>`;
}
