/** Who may see a dashboard, its link, and how it goes away. */
import { html } from "../lib/html.js";
import { Icon } from "../lib/icons.js";
import { notify, notifyError } from "../lib/notices.js";
import { Popover } from "./Popover.js";

/**
 * @param {{stored: import("./types.js").Stored, owned: boolean, board: import("./board.js").Board,
 *   onRemove: () => void}} props
 */
export function Share({ stored, owned, board, onRemove }) {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(location.href);
      notify("The link is copied, with the filters as they are.");
    } catch {
      notifyError(new Error("The browser does not let this page copy; the link is in the address line."));
    }
  };
  const choice = (/** @type {"private"|"tenant"} */ value, /** @type {string} */ title, /** @type {string} */ detail) =>
    html`<label class="share-choice">
      <input type="radio" name="shared" checked=${(stored.shared ?? "private") === value} onChange=${() => board.share(value)} />
      <span><span class="share-title">${title}</span><span class="muted">${detail}</span></span>
    </label>`;

  return html`<${Popover} label="Share" end class="share"
    button=${(/** @type {any} */ attributes) => html`<button type="button" class="button small" ...${attributes}>
      <${Icon} name="share" size=${15} />${stored.shared === "tenant" ? "Shared" : "Share"}</button>`}>
    ${(/** @type {() => void} */ close) => html`
      ${owned
        ? html`<fieldset class="share-choices">
            <legend class="menu-label">Who may see it</legend>
            ${choice("private", "Only me", "Nobody else finds it.")}
            ${choice("tenant", `Everyone in ${stored.tenant_id}`, "They read it, each with their own rights. Only you change it.")}
          </fieldset>`
        : html`<p class="share-owner muted">${stored.user_id} shares it with everyone in ${stored.tenant_id}. It can be read, not changed.</p>`}
      <hr class="menu-rule" />
      <button type="button" class="menu-item" onClick=${() => (close(), void copy())}><${Icon} name="link" />Copy the link</button>
      ${owned && html`<button type="button" class="menu-item danger" onClick=${onRemove}><${Icon} name="trash" />Delete the dashboard</button>`}`}
  <//>`;
}
