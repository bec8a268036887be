/** The whole page: the rail, the part that the address names, and what lies over them. */
import { credentials } from "../api/client.js";
import { sessionsChanged } from "../conversation/changes.js";
import { Icon, Logo } from "../lib/icons.js";
import { classes, html, useEffect, useRef, useState } from "../lib/html.js";
import { useKeys } from "../lib/keys.js";
import { Notices } from "../lib/notices.js";
import { part, place } from "../lib/lazy.js";
import { askInNewSession, go, Link, route, sessionPath } from "../lib/router.js";
import { useStore } from "../lib/store.js";
import { loadAsking } from "./asking.js";
import { ChatPage } from "./ChatPage.js";
import { DrawerShade, Rail, useDrawer } from "./Rail.js";
import { loadSessions } from "./sessions.js";
import { toggleTheme } from "./theme.js";

const KeysHelp = part(() => import("./KeysHelp.js").then((module) => module.KeysHelp));
const SignIn = part(() => import("./SignIn.js").then((module) => module.SignIn));
const Dashboards = place(() => import("../dashboards/DashboardsPage.js").then((module) => module.DashboardsPage));
const Catalog = place(() => import("../catalog/CatalogPage.js").then((module) => module.CatalogPage));

export function App() {
  const { page, id, params } = useStore(route);
  const { needed, ended } = useStore(credentials);
  const drawer = useDrawer(`${page} ${id}`);
  const [help, setHelp] = useState(false);
  const lastSession = useRef(/** @type {string|null} */ (null));
  if (page === "chat" && id) lastSession.current = id;

  useEffect(() => {
    if (needed) return undefined;
    loadAsking();
    loadSessions("");
    return sessionsChanged.subscribe(() => loadSessions());
  }, [needed]);
  useEffect(() => {
    const returned = () => document.visibilityState === "visible" && !credentials.get().needed && loadSessions();
    document.addEventListener("visibilitychange", returned);
    addEventListener("focus", returned);
    return () => {
      document.removeEventListener("visibilitychange", returned);
      removeEventListener("focus", returned);
    };
  }, []);
  useKeys({
    n: () => go("/"),
    t: toggleTheme,
    "?": () => setHelp(true),
    "g c": () => go(sessionPath(lastSession.current)),
    "g d": () => go("/dashboards"),
  });

  if (needed) return html`<${SignIn} ended=${ended} />`;
  return html`<div class=${classes("shell", drawer.open && "drawer-open")}>
    <a class="skip" href="#main">Skip to the content</a>
    <header class="topbar">
      <button type="button" class="icon-button" aria-label="Menu" ref=${drawer.button} aria-expanded=${String(drawer.open)} aria-controls="rail" onClick=${drawer.toggle}>
        <${Icon} name=${drawer.open ? "close" : "menu"} size=${18} />
      </button>
      <${Link} class="rail-brand" href="/"><${Logo} /><span>Parley</span><//>
      <${Link} class="icon-button" href="/" aria-label="New session"><${Icon} name="add" size=${18} /><//>
    </header>
    <${Rail} onKeys=${() => setHelp(true)} lastSession=${lastSession.current} />
    ${drawer.open && html`<${DrawerShade} close=${drawer.close} />`}
    <main id="main" tabindex="-1" inert=${drawer.open}>
      ${page === "chat" && html`<${ChatPage} sessionId=${id} turnId=${params.get("turn")} />`}
      ${page === "dashboards" && html`<${Dashboards} id=${id} params=${params} />`}
      ${page === "catalog" && html`<${Catalog} id=${id} ask=${askInNewSession} />`}
    </main>
    ${help && html`<${KeysHelp} onClose=${() => setHelp(false)} />`}
    <${Notices} />
  </div>`;
}
