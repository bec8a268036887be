/** A conversation above its composer, or what one can begin with. */
import { html, useEffect, useState } from "../lib/html.js";
import { useKeys } from "../lib/keys.js";
import { ensureStyle, place } from "../lib/lazy.js";
import { notifyError } from "../lib/notices.js";
import { takeQuestion } from "../lib/router.js";
import { useStore } from "../lib/store.js";
import { datasourceOf, wish } from "./asking.js";
import { Composer, keepDraft } from "./Composer.js";
import { EmptyState } from "./EmptyState.js";
import { sessionOf, sessions } from "./sessions.js";

// An empty page can be written on before these are there.
const conversations = () => import("../conversation/conversations.js");
const loadConversation = async () => {
  const [module] = await Promise.all([import("../conversation/Conversation.js"), ensureStyle("conversation"), ensureStyle("result")]);
  return module.Conversation;
};
const Conversation = place(loadConversation);

/** @param {{sessionId: string|null, turnId: string|null, placeholder?: string}} props */
export function ChatPage({ sessionId, turnId, placeholder }) {
  const [busy, setBusy] = useState(false);
  const [starting, setStarting] = useState(false);
  useStore(sessions);
  const session = sessionId ? sessionOf(sessionId) : null;
  useEffect(() => setBusy(false), [sessionId]);
  useEffect(() => {
    document.title = session?.title ? `${session.title} · Parley` : "Parley";
  }, [session?.title]);

  const send = async (/** @type {string} */ text, datasourceId = datasourceOf(null)?.id || null) => {
    const { mode, model, breakdown } = wish.get();
    if (!sessionId) setStarting(true);
    try {
      const { conversationOf, startConversation } = await conversations();
      if (sessionId) conversationOf(sessionId).ask(text, { mode, model, breakdown });
      else await startConversation(datasourceId, text, { mode, model, breakdown });
    } catch (error) {
      keepDraft(sessionId, text); // nothing typed is lost
      dispatchEvent(new CustomEvent("parley:edit", { detail: text }));
      notifyError(error);
    } finally {
      setStarting(false);
    }
  };
  const stop = async () => {
    if (sessionId) (await conversations()).conversationOf(sessionId).stop();
  };
  useKeys({ Escape: () => busy && stop() });
  useEffect(() => {
    const waiting = sessionId ? null : takeQuestion();
    if (waiting) send(waiting.text, waiting.datasourceId ?? undefined);
    const idle = globalThis.requestIdleCallback || setTimeout;
    idle(() => loadConversation().catch(() => {})); // ready when the first answer comes
  }, [sessionId]);

  return html`<div class="chat">
    <div class="chat-talk">
      <div class="column">
        ${sessionId
          ? html`<${Conversation} key=${sessionId} sessionId=${sessionId} turnId=${turnId} onBusy=${setBusy} />`
          : html`<${EmptyState} onAsk=${(/** @type {string} */ text) => send(text)} starting=${starting} />`}
      </div>
    </div>
    <div class="composer-dock">
      <div class="column">
        <${Composer} sessionId=${sessionId} datasourceId=${session?.datasource_id || null} busy=${busy || starting}
          placeholder=${placeholder} onSend=${(/** @type {string} */ text) => send(text)} onStop=${stop} />
      </div>
    </div>
  </div>`;
}
