/** The rail at the left, on narrow pages a drawer: where one can go, and the sessions. */
import { credentials, signInWith } from "../api/client.js";
import { Icon, Logo } from "../lib/icons.js";
import { html, useEffect, useLayoutEffect, useRef, useState } from "../lib/html.js";
import { useKeys } from "../lib/keys.js";
import { part } from "../lib/lazy.js";
import { Link, route, sessionPath } from "../lib/router.js";
import { useStore } from "../lib/store.js";
import { theme, toggleTheme } from "./theme.js";

// The page can be written on before these are there.
const SessionList = part(() => import("./SessionList.js").then((module) => module.SessionList));
const DashboardCount = part(() => import("../dashboards/DashboardCount.js").then((module) => module.DashboardCount));

const WIDE = matchMedia("(min-width: 820px)");

/** @param {{onKeys: () => void, lastSession: string|null}} props */
export function Rail({ onKeys, lastSession }) {
  const { page, id } = useStore(route);
  const dark = useStore(theme) === "dark";
  const { token } = useStore(credentials);
  const current = (/** @type {boolean} */ is) => (is ? "page" : undefined);
  return html`<nav class="rail" id="rail" aria-label="Parley">
    <${Link} class="rail-brand" href="/"><${Logo} /><span>Parley</span><//>
    <${Link} class="button rail-new" href="/"><${Icon} name="add" /><span>New session</span><span class="kbd" aria-hidden="true">N</span><//>
    <ul class="rail-places">
      <li><${Link} href=${sessionPath(page === "chat" ? id : lastSession)} aria-current=${current(page === "chat")}><${Icon} name="chat" />Chat<//></li>
      <li><${Link} href="/dashboards" aria-current=${current(page === "dashboards")}><${Icon} name="dashboard" />Dashboards<${DashboardCount} /><//></li>
      <li><${Link} href="/catalog" aria-current=${current(page === "catalog")}><${Icon} name="book" />Catalog<//></li>
    </ul>
    <section class="sessions" aria-label="Sessions"><${SessionList} /></section>
    <div class="rail-foot">
      <button type="button" class="button quiet small" onClick=${toggleTheme}>
        <${Icon} name=${dark ? "sun" : "moon"} />${dark ? "Light" : "Dark"}
      </button>
      ${token &&
      html`<button type="button" class="button quiet small" onClick=${() => {
        signInWith(null);
        location.assign("/");
      }}><${Icon} name="user" />Sign out</button>`}
      <button type="button" class="button quiet small" onClick=${onKeys}><span class="kbd" aria-hidden="true">?</span>Keys</button>
    </div>
  </nav>`;
}

/**
 * The rail as a drawer, which takes the focus and gives it back. Closed by `close`, by Escape and a
 * press beside it (`DrawerShade`), and when `place`, the address, is another one. What lies behind must
 * be inert while it is `open`.
 *
 * @param {string} place
 */
export function useDrawer(place) {
  const [open, setOpen] = useState(false);
  const button = useRef(/** @type {HTMLElement|null} */ (null));
  const hasGone = useRef(false);
  const close = () => setOpen(false);
  useLayoutEffect(() => {
    if (!open) return undefined;
    /** @type {HTMLElement|null} */ (document.querySelector("#rail .rail-new"))?.focus();
    return () => {
      (hasGone.current ? document.getElementById("main") : button.current)?.focus();
      hasGone.current = false;
    };
  }, [open]);
  useEffect(() => {
    hasGone.current = open;
    close();
  }, [place]);
  useEffect(() => {
    WIDE.addEventListener("change", close);
    return () => WIDE.removeEventListener("change", close);
  }, []);
  useEffect(() => {
    const { documentElement } = document;
    if (!documentElement.hasAttribute("data-menu")) return;
    documentElement.removeAttribute("data-menu");
    setOpen(true); // it was pressed before this was there: see early.js
  }, []);
  return { open, close, button, toggle: () => setOpen(!open) };
}

/** @param {{close: () => void}} props */
export function DrawerShade({ close }) {
  useKeys({ Escape: close });
  return html`<div class="drawer-shade" onClick=${close}></div>`;
}
