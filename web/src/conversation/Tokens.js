/** What was understood of a question, as tokens that can be changed or taken away. */
import { Icon } from "../lib/icons.js";
import { html, useEffect, useRef } from "../lib/html.js";
import { Menu, MenuItem } from "../lib/menu.js";
import { useEdits } from "./edits.js";
import { phraseOf } from "./phrases.js";

/** @type {Record<string, string>} */
const KINDS = { measure: "Measures", dimension: "Groups", group: "Groups", time: "Time", filter: "Only", order: "Order", limit: "How many", comparison: "Comparison" };

/**
 * `refine` null: what is asked now cannot be changed by a click, so `fork` is offered in its place
 * (null: nothing is).
 *
 * @param {{tokens: import("./phrases.js").Token[], sessionId: string, turnId: string|null,
 *   refine: ((refinement: string) => void)|null, fork: (() => void)|null}} props
 */
export function Tokens({ tokens, sessionId, turnId, refine, fork }) {
  const { edits, failed, load } = useEdits(sessionId, turnId);
  if (!tokens.length) return null;
  const menus = turnId !== null && (refine !== null || fork !== null);
  const loadable = refine ? load : () => {};
  return html`<div class="tokens" role="group" aria-label="What was understood" onPointerEnter=${loadable}>
    ${phraseOf(tokens).map(
      (part) => html`<span class="token-part" key=${part.index}>
        ${part.lead && html`<span class="token-lead">${part.lead}</span>`}
        ${menus
          ? html`<${Menu} label=${part.whole} onOpen=${loadable}
              button=${(/** @type {any} */ attributes) => html`<button type="button" class="token" data-kind=${part.kind}
                aria-label=${`${part.whole}: change`} ...${attributes}>${part.text}</button>`}>
              ${(/** @type {() => void} */ close) =>
                refine
                  ? html`<${Choices} edits=${edits} failed=${failed} index=${part.index} choose=${(/** @type {string} */ text) => (close(), refine(text))} />`
                  : html`<${ForkInstead} fork=${() => (close(), fork?.())} />`}
            <//>`
          : html`<span class="token" data-kind=${part.kind}>${part.text}</span>`}
      </span>`,
    )}
    ${menus && refine &&
    html`<${Menu} label="Add" onOpen=${load}
      button=${(/** @type {any} */ attributes) => html`<button type="button" class="token token-add" aria-label="Add to this answer" title="Add" ...${attributes}><${Icon} name="add" size=${13} /></button>`}>
      ${(/** @type {() => void} */ close) => html`<${Additions} edits=${edits} failed=${failed} choose=${(/** @type {string} */ text) => (close(), refine(text))} />`}
    <//>`}
  </div>`;
}

/** @param {{edits: import("./edits.js").Edits|null, failed: boolean, index: number, choose: (text: string) => void}} props */
function Choices({ edits, failed, index, choose }) {
  const of = edits?.refinable ? edits.tokens.find((token) => token.index === index) : undefined;
  const nothing = edits && !of?.remove && !of?.choices.length;
  return html`<${Loaded} edits=${edits} failed=${failed}>
    ${of && of.choices.length > 0 && html`<div class="menu-label" role="presentation">Change to</div>`}
    ${of?.choices.map((choice) => html`<${MenuItem} key=${choice.refinement} onClick=${() => choose(choice.refinement)}>${choice.text}<//>`)}
    ${of?.remove && of.choices.length > 0 && html`<hr class="menu-rule" />`}
    ${of?.remove && html`<${MenuItem} danger onClick=${() => choose(/** @type {string} */ (of.remove))}><${Icon} name="close" size=${14} />Remove<//>`}
    ${nothing && html`<${MenuItem} disabled onClick=${() => {}}>Say below what should be different.<//>`}
  <//>`;
}

/** @param {{edits: import("./edits.js").Edits|null, failed: boolean, choose: (text: string) => void}} props */
function Additions({ edits, failed, choose }) {
  const add = edits?.refinable ? edits.add : [];
  const kinds = [...new Set(add.map((one) => one.kind))];
  return html`<${Loaded} edits=${edits} failed=${failed}>
    ${kinds.map((kind) => [
      html`<div class="menu-label" role="presentation" key=${kind}>${KINDS[kind] || "More"}</div>`,
      add
        .filter((one) => one.kind === kind)
        .map((one) => html`<${MenuItem} key=${one.refinement} onClick=${() => choose(one.refinement)}>${one.text}<//>`),
    ])}
    ${edits && !add.length && html`<${MenuItem} disabled onClick=${() => {}}>There is nothing to add.<//>`}
  <//>`;
}

/**
 * A menu's items once they are there; the first of them is gone to then, as in a menu that has them.
 *
 * @param {{edits: any, failed: boolean, children?: any}} props
 */
function Loaded({ edits, failed, children }) {
  const place = useRef(/** @type {HTMLElement|null} */ (null));
  useEffect(() => {
    const items = place.current?.querySelectorAll(".menu-item:not(:disabled)");
    if (edits) /** @type {HTMLElement|undefined} */ (items?.[0])?.focus();
  }, [edits]);
  return html`<div ref=${place} role="presentation">
    ${edits ? children : html`<${MenuItem} disabled onClick=${() => {}}>${failed ? "This cannot be changed by a click now." : "Looking for what fits …"}<//>`}
  </div>`;
}

/** @param {{fork: () => void}} props */
function ForkInstead({ fork }) {
  return html`<div role="presentation">
    <p class="menu-note">An earlier answer stays as it is. Fork from here to change it in a session of its own.</p>
    <${MenuItem} onClick=${fork}><${Icon} name="fork" size=${14} />Fork from here<//>
  </div>`;
}

/** @param {{sentences: string[]}} props */
export function Assumptions({ sentences }) {
  if (!sentences.length) return null;
  return html`<ul class="assumptions" aria-label="What was assumed">
    ${sentences.map((sentence) => html`<li key=${sentence}><${Icon} name="info" size=${14} /><span>${sentence}</span></li>`)}
  </ul>`;
}
