/** The rail at the left: where one can go, and the sessions. */
import { credentials, signInWith } from "../api/client.js";
import { dashboards } from "../dashboards/list.js";
import { Icon, Logo } from "../lib/icons.js";
import { html } from "../lib/html.js";
import { Link, route, sessionPath } from "../lib/router.js";
import { useStore } from "../lib/store.js";
import { SessionList } from "./SessionList.js";
import { theme, toggleTheme } from "./theme.js";

/** @param {{onKeys: () => void, lastSession: string|null}} props */
export function Rail({ onKeys, lastSession }) {
  const { page, id } = useStore(route);
  const dark = useStore(theme) === "dark";
  const { token } = useStore(credentials);
  const { total } = useStore(dashboards);
  const current = (/** @type {boolean} */ is) => (is ? "page" : undefined);
  return html`<nav class="rail" id="rail" aria-label="Parley">
    <${Link} class="rail-brand" href="/"><${Logo} /><span>Parley</span><//>
    <${Link} class="button rail-new" href="/"><${Icon} name="add" /><span>New session</span><span class="kbd" aria-hidden="true">N</span><//>
    <ul class="rail-places">
      <li><${Link} href=${sessionPath(page === "chat" ? id : lastSession)} aria-current=${current(page === "chat")}><${Icon} name="chat" />Chat<//></li>
      <li><${Link} href="/dashboards" aria-current=${current(page === "dashboards")}><${Icon} name="dashboard" />Dashboards${total > 0 && html`<span class="rail-count">${total}</span>`}<//></li>
      <li><${Link} href="/catalog" aria-current=${current(page === "catalog")}><${Icon} name="book" />Catalog<//></li>
    </ul>
    <${SessionList} />
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
