/** What can be done with a turn: run again, fork, rate, copy. */
import { Icon } from "../lib/icons.js";
import { html } from "../lib/html.js";
import { Menu, MenuItem } from "../lib/menu.js";
import { notify, notifyError } from "../lib/notices.js";
import { sessionPath } from "../lib/router.js";

/**
 * @param {{turn: import("./turns.js").Turn, sessionId: string, busy: boolean, rerun: () => void, fork: () => void,
 *   rate: (rating: "up"|"down"|null) => void}} props
 */
export function TurnActions({ turn, sessionId, busy, rerun, fork, rate }) {
  const answered = turn.phase === "complete";
  const rating = turn.rating?.rating || null;
  const thumb = (/** @type {"up"|"down"} */ way) => rate(rating === way ? null : way);
  return html`<div class="turn-actions" role="group" aria-label="Actions">
    <${Action} icon="rerun" label="Run again" title="Run again (R)" disabled=${busy} onClick=${rerun} />
    ${answered && html`<${Action} icon="fork" label="Fork from here" title="Fork from here (F)" onClick=${fork} />`}
    ${answered &&
    html`<span class="turn-thumbs">
      <${Action} icon="thumbUp" label="Good answer" pressed=${rating === "up"} onClick=${() => thumb("up")} />
      <${Action} icon="thumbDown" label="Bad answer" pressed=${rating === "down"} onClick=${() => thumb("down")} />
    </span>`}
    <${Menu} end label="More of this turn"
      button=${(/** @type {any} */ attributes) => html`<button type="button" class="icon-button" aria-label="More" title="More" ...${attributes}><${Icon} name="more" /></button>`}>
      ${(/** @type {() => void} */ close) => html`
        <${MenuItem} onClick=${() => (close(), copyLink(sessionId, turn.id))}><${Icon} name="link" size=${14} />Copy link to this turn<//>
        ${turn.text && html`<${MenuItem} onClick=${() => (close(), copy(turn.text, "The answer's text is copied."))}><${Icon} name="copy" size=${14} />Copy the answer's text<//>`}
        ${answered &&
        html`<div class="menu-thumbs" role="presentation">
          <${MenuItem} checked=${rating === "up"} onClick=${() => (close(), thumb("up"))}><${Icon} name="thumbUp" size=${14} />Good answer<//>
          <${MenuItem} checked=${rating === "down"} onClick=${() => (close(), thumb("down"))}><${Icon} name="thumbDown" size=${14} />Bad answer<//>
        </div>`}
      `}
    <//>
  </div>`;
}

/**
 * @param {{icon: import("../lib/icons.js").IconName, label: string, title?: string, pressed?: boolean, disabled?: boolean, onClick: () => void}} props
 */
function Action({ icon, label, title = label, pressed, disabled, onClick }) {
  return html`<button type="button" class="icon-button" aria-label=${label} title=${title} disabled=${disabled}
    aria-pressed=${pressed === undefined ? undefined : String(pressed)} onClick=${onClick}><${Icon} name=${icon} /></button>`;
}

/**
 * @param {string} sessionId
 * @param {string|null} turnId
 */
const copyLink = (sessionId, turnId) =>
  copy(new URL(`${sessionPath(sessionId)}?turn=${turnId}`, location.origin).href, "The link is copied.");

/**
 * @param {string} text
 * @param {string} said
 */
async function copy(text, said) {
  try {
    await navigator.clipboard.writeText(text);
    notify(said);
  } catch {
    notifyError(new Error("The browser did not let this page copy."));
  }
}
