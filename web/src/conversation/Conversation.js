/** The conversation of a session. */
import { html, useCallback, useEffect, useMemo, useRef, useState } from "../lib/html.js";
import { Link, setParams } from "../lib/router.js";
import { useStore } from "../lib/store.js";
import { conversationOf } from "./conversations.js";
import { inPlace, toTop, useFollowing } from "./scrolling.js";
import { statusOf } from "./status.js";
import { useTurnKeys } from "./turnKeys.js";
import { TurnItem } from "./TurnView.js";

/** How far back a link to a turn is looked for. */
const PAGES_BACK = 25;

/**
 * `turnId` is the turn that the address names; `onBusy` hears whether something is being answered.
 *
 * @param {{sessionId: string, turnId: string|null, onBusy?: (busy: boolean) => void}} props
 */
export function Conversation({ sessionId, turnId, onBusy }) {
  const conversation = useMemo(() => conversationOf(sessionId), [sessionId]);
  const { turns, status, busy, error, earlier } = useStore(conversation.state);
  const [tabs, setTabs] = useState(/** @type {Record<string, import("./Result.js").Tab>} */ ({}));
  const root = useRef(/** @type {HTMLElement|null} */ (null));
  const setTab = useCallback((/** @type {string} */ key, /** @type {import("./Result.js").Tab} */ tab) => setTabs((all) => ({ ...all, [key]: tab })), []);
  const newest = turns.at(-1);
  const named = turnId ? turns.find((turn) => turn.id === turnId || turn.redraws.includes(turnId)) : undefined;

  useEffect(() => onBusy?.(busy), [busy]);
  useFollowing(root, newest ? { key: newest.key, working: newest.phase === "working" } : null);
  usePlace(root, conversation, { status, turnId, named, newest, earlier });
  useTurnKeys({
    turns,
    current: named || newest,
    busy,
    conversation,
    setTab,
    goTo: (turn) => {
      if (turn.id) setParams({ turn: turn.id });
      toTop(root.current, turn.key, { focus: true });
    },
  });

  if (status === "missing") {
    return html`<div class="conversation-note" role="status">
      <h1>This session is not here</h1>
      <p>It was deleted, or it is somebody else's.</p>
      <${Link} class="button" href="/">New session<//>
    </div>`;
  }
  if (status === "failed") {
    return html`<div class="conversation-note" role="alert">
      <h1>The session could not be loaded</h1>
      <p>${error?.message}</p>
      <button type="button" class="button" onClick=${conversation.load}>Try again</button>
    </div>`;
  }
  if (status === "loading" && !turns.length) return html`<p class="conversation-loading" role="status">Loading the session …</p>`;
  return html`<div class="conversation" ref=${root}>
    <h1 class="visually-hidden">Conversation</h1>
    ${earlier > 0 && html`<button type="button" class="button small earlier" onClick=${() => inPlace(root.current, conversation.loadEarlier)}>Show earlier turns</button>`}
    ${turns.length === 0 && html`<p class="conversation-loading">Nothing has been asked here yet.</p>`}
    ${turns.map(
      (turn) => html`<${TurnItem} key=${turn.key} turn=${turn} conversation=${conversation} busy=${busy}
        latest=${turn === newest} current=${turn === named} tab=${tabs[turn.key] ?? null} setTab=${setTab} />`,
    )}
    <p class="visually-hidden" role="status" aria-live="polite">${newest && announced(newest)}</p>
  </div>`;
}

/** What is read out: that something changed, and not each piece of it; @param {import("./turns.js").Turn} turn */
function announced(turn) {
  const run = turn.again || turn;
  const { tone, text } = statusOf(run);
  if (tone === "working") return "Answering.";
  return tone === "reconnecting" && !run.interruption?.gaveUp && !run.interruption?.signIn ? "Connection lost. Reconnecting." : text;
}

/**
 * Goes to the turn that a link names, once it is there, and else to the newest.
 *
 * @param {{current: HTMLElement|null}} root
 * @param {import("./session.js").Conversation} conversation
 * @param {{status: string, turnId: string|null, named: import("./turns.js").Turn|undefined,
 *   newest: import("./turns.js").Turn|undefined, earlier: number}} place
 */
function usePlace(root, conversation, { status, turnId, named, newest, earlier }) {
  const placed = useRef(false);
  const pages = useRef(0);
  useEffect(() => {
    if (status !== "ready" || placed.current || !newest) return;
    if (turnId && !named && earlier > 0 && pages.current < PAGES_BACK) {
      pages.current += 1;
      conversation.loadEarlier();
      return;
    }
    placed.current = true;
    const turn = named || newest;
    if (named || turn.phase !== "working") toTop(root.current, turn.key, { focus: Boolean(named) });
  }, [status, turnId, named?.key, newest?.key, earlier]);
}
