/** The sessions in the rail: by day, with search, rename and delete. */
import { Icon } from "../lib/icons.js";
import { classes, html, useEffect, useLayoutEffect, useRef, useState } from "../lib/html.js";
import { Menu, MenuItem } from "../lib/menu.js";
import { go, Link, route, sessionPath } from "../lib/router.js";
import { useStore } from "../lib/store.js";
import { byDay, deleteSession, loadMoreSessions, loadSessions, renameSession, sessions } from "./sessions.js";

const SEARCH_PAUSE_MS = 180;

export function SessionList() {
  const { list, cursor, query, failed } = useStore(sessions);
  const { page, id } = useStore(route);
  const [text, setText] = useState(query);
  useEffect(() => {
    if (text === query) return undefined;
    const timer = setTimeout(() => loadSessions(text), SEARCH_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, query]);

  return html`<label class="rail-search">
      <${Icon} name="search" size=${14} />
      <input type="search" placeholder="Search sessions" aria-label="Search sessions" value=${text}
        onInput=${(/** @type {InputEvent} */ event) => setText(/** @type {HTMLInputElement} */ (event.target).value)} />
    </label>
    ${list === null && html`<p class="rail-note">Loading …</p>`}
    ${list?.length === 0 &&
    html`<p class="rail-note">
      ${failed ? "The sessions cannot be read at the moment." : query ? "No session has these words." : "Sessions appear here."}
    </p>`}
    ${byDay(list || []).map(
      (group) => html`<div class="session-day" key=${group.label}>
        <h2>${group.label}</h2>
        <ul>
          ${group.sessions.map(
            (session) => html`<${SessionLine} key=${session.session_id} session=${session}
              current=${page === "chat" && id === session.session_id} />`,
          )}
        </ul>
      </div>`,
    )}
    ${cursor && html`<button type="button" class="button quiet small" onClick=${loadMoreSessions}>Show older sessions</button>`}`;
}

/** @param {{session: import("./sessions.js").Session, current: boolean}} props */
function SessionLine({ session, current }) {
  const [renaming, setRenaming] = useState(false);
  const line = useRef(/** @type {HTMLElement|null} */ (null));
  const returns = useRef(false);
  const title = session.title || "New session";
  useEffect(() => {
    if (renaming || !returns.current) return;
    returns.current = false;
    /** @type {HTMLElement|null|undefined} */ (line.current?.querySelector(".session-more"))?.focus();
  }, [renaming]);
  if (renaming) {
    return html`<li class="session-line" ref=${line}><${Rename} title=${title} done=${(/** @type {string|null} */ next, /** @type {boolean} */ byKey) => {
      returns.current = byKey;
      setRenaming(false);
      if (next && next !== title) renameSession(session.session_id, next);
    }} /></li>`;
  }
  return html`<li class=${classes("session-line", current && "current")} ref=${line}>
    <${Link} class="session-link" href=${sessionPath(session.session_id)} aria-current=${current ? "page" : undefined} title=${title}>
      ${session.forked_from && html`<${Icon} name="fork" size=${13} />`}
      <span>${title}</span>
      ${session.running_run_id && html`<span class="dot working" title="An answer is on its way"></span>`}
    <//>
    <${Menu} label=${`Session ${title}`} end button=${(/** @type {Record<string, any>} */ attributes) =>
      html`<button type="button" class="icon-button session-more" aria-label=${`More for ${title}`} ...${attributes}>
        <${Icon} name="more" />
      </button>`}>
      ${(/** @type {() => void} */ close) => html`
        <${MenuItem} onClick=${() => { close(); setRenaming(true); }}><${Icon} name="edit" />Rename<//>
        <${MenuItem} danger onClick=${() => {
          close();
          focusBeside(line.current);
          deleteSession(session);
          if (current) go("/");
        }}><${Icon} name="trash" />Delete<//>`}
    <//>
  </li>`;
}

/**
 * The focus goes to the next line, or the one before, or the search: this one is about to go.
 *
 * @param {HTMLElement|null} line
 */
function focusBeside(line) {
  const all = [...(line?.closest(".sessions")?.querySelectorAll("input[type=search], .session-link") || [])];
  const at = all.findIndex((one) => line?.contains(one));
  /** @type {HTMLElement|undefined} */ (all[at + 1] || all[at - 1])?.focus();
}

/** @param {{title: string, done: (title: string|null, byKey: boolean) => void}} props */
function Rename({ title, done }) {
  const input = useRef(/** @type {HTMLInputElement|null} */ (null));
  const ended = useRef(false);
  useLayoutEffect(() => {
    input.current?.focus(); // before the next key is pressed
    input.current?.select();
  }, []);
  const end = (/** @type {string|null} */ next, byKey = false) => {
    if (ended.current) return; // leaving the line after Enter is no second answer
    ended.current = true;
    done(next, byKey);
  };
  return html`<input ref=${input} class="session-rename" aria-label="Name of the session" maxlength="200" value=${title}
    onKeyDown=${(/** @type {KeyboardEvent} */ event) => {
      if (event.key === "Enter" && !event.isComposing) end(input.current?.value.trim() || null, true);
      if (event.key === "Escape") {
        event.stopPropagation();
        end(null, true);
      }
    }}
    onBlur=${() => end(input.current?.value.trim() || null)} />`;
}
