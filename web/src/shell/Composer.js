/** Where a question is written: its text, what it is asked of, who writes its query, Send or Stop. */
import { Icon } from "../lib/icons.js";
import { classes, html, useEffect, useLayoutEffect, useRef, useState } from "../lib/html.js";
import { useKeys } from "../lib/keys.js";
import { part } from "../lib/lazy.js";
import { useStore } from "../lib/store.js";
import { chosenDatasource, datasourceOf, datasources } from "./asking.js";

// One can write before these are there.
const Pickers = part(() => import("./pickers.js").then((module) => module.Pickers));
const GROWS_BY_ITSELF = CSS.supports("field-sizing", "content");

const MAX_CHARACTERS = 4000;

/** What was begun in each session and not sent; @type {Map<string|null, string>} */
const drafts = new Map();

/**
 * Keeps a text that could not be sent, also where no composer is shown.
 *
 * @param {string|null} sessionId
 * @param {string} text
 */
export const keepDraft = (sessionId, text) => drafts.set(sessionId, text);

/**
 * `sessionId` null: the question begins a session. `datasourceId` is the session's own.
 *
 * @param {{sessionId: string|null, datasourceId: string|null, busy: boolean, placeholder?: string,
 *   onSend: (text: string) => void, onStop: () => void}} props
 */
export function Composer({ sessionId, datasourceId, busy, placeholder, onSend, onStop }) {
  const [text, setText] = useState(drafts.get(sessionId) || "");
  const area = useRef(/** @type {HTMLTextAreaElement|null} */ (null));
  useStore(datasources);
  useStore(chosenDatasource);
  const datasource = datasourceOf(datasourceId);

  const write = (/** @type {string} */ next) => {
    drafts.set(sessionId, next);
    setText(next);
  };
  useEffect(() => setText(drafts.get(sessionId) || ""), [sessionId]);
  useLayoutEffect(() => {
    const { current } = area;
    if (!current || GROWS_BY_ITSELF) return;
    current.style.height = "auto";
    current.style.height = `${Math.min(current.scrollHeight, 220)}px`;
  }, [text]);
  useEffect(() => {
    area.current?.focus({ preventScroll: true });
    performance.mark("interactive");
    const { dataset } = document.documentElement;
    if (!("asked" in dataset)) return;
    delete dataset.asked;
    send(); // it was pressed before this was there: see early.js
  }, []);
  useEffect(() => {
    const edited = (/** @type {Event} */ event) => {
      write(/** @type {CustomEvent<string>} */ (event).detail);
      area.current?.focus();
    };
    addEventListener("parley:edit", edited);
    return () => removeEventListener("parley:edit", edited);
  }, [sessionId]);
  useKeys({ "/": () => area.current?.focus() });

  const wanted = text.trim();
  const canSend = !busy && wanted.length > 0 && wanted.length <= MAX_CHARACTERS;
  const send = () => {
    if (!canSend) return;
    write("");
    onSend(wanted);
  };
  const keyed = (/** @type {KeyboardEvent} */ event) => {
    // Enter also ends the writing of a Chinese or Japanese word.
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      send();
    } else if (event.key === "Escape" && !busy) area.current?.blur();
  };

  return html`<form class="composer" aria-label="Question" onSubmit=${(/** @type {Event} */ event) => {
    event.preventDefault();
    send();
  }}>
    <textarea ref=${area} rows="1" aria-label="Your question"
      placeholder=${placeholder || (sessionId ? "Refine this answer or ask a follow-up …" : "Ask a question about your data …")}
      value=${text} onKeyDown=${keyed}
      onInput=${(/** @type {InputEvent} */ event) => write(/** @type {HTMLTextAreaElement} */ (event.target).value)}></textarea>
    <div class="composer-foot">
      <div class="composer-choices">
        <${Pickers} datasource=${datasource} fixed=${Boolean(sessionId)} />
      </div>
      ${wanted.length > MAX_CHARACTERS - 500 &&
      html`<span class=${classes("composer-count", wanted.length > MAX_CHARACTERS && "over")} role="status">
        ${wanted.length} of ${MAX_CHARACTERS} characters
      </span>`}
      <span class="composer-keys" aria-hidden="true"><span class="kbd">Enter</span> send <span class="kbd">/</span> focus</span>
      ${busy
        ? html`<button type="button" class="send stop" aria-label="Stop" title="Stop (Esc)" onClick=${onStop}><${Icon} name="stop" /></button>`
        : html`<button type="submit" class="send" aria-label="Send" title="Send (Enter)" disabled=${!canSend}><${Icon} name="arrowUp" /></button>`}
    </div>
  </form>`;
}
