/** A conversation above its composer, or what one can begin with. */
import { html, useEffect, useState } from "../lib/html.js";
import { useKeys } from "../lib/keys.js";
import { notifyError } from "../lib/notices.js";
import { Conversation } from "../conversation/Conversation.js";
import { conversationOf, startConversation } from "../conversation/conversations.js";
import { useStore } from "../lib/store.js";
import { datasourceOf, wish } from "./asking.js";
import { Composer } from "./Composer.js";
import { EmptyState } from "./EmptyState.js";
import { sessionOf, sessions } from "./sessions.js";

/** @param {{sessionId: string|null, turnId: string|null, placeholder?: string}} props */
export function ChatPage({ sessionId, turnId, placeholder }) {
  const [busy, setBusy] = useState(false);
  const [starting, setStarting] = useState(false);
  const session = useStore(sessions, () => (sessionId ? sessionOf(sessionId) : null));
  useEffect(() => setBusy(false), [sessionId]);
  useEffect(() => {
    document.title = session?.title ? `${session.title} · Parley` : "Parley";
  }, [session?.title]);

  const options = () => {
    const { mode, model, breakdown } = wish.get();
    return { mode, model, breakdown };
  };
  const send = async (/** @type {string} */ text) => {
    if (sessionId) {
      conversationOf(sessionId).ask(text, options());
      return;
    }
    setStarting(true);
    try {
      await startConversation(datasourceOf(null)?.id || null, text, options());
    } catch (error) {
      dispatchEvent(new CustomEvent("parley:edit", { detail: text })); // nothing typed is lost
      notifyError(error);
    } finally {
      setStarting(false);
    }
  };
  const stop = () => sessionId && conversationOf(sessionId).stop();
  useKeys({ Escape: () => busy && stop() });

  return html`<div class="chat">
    <div class="chat-scroll">
      <div class="column">
        ${sessionId
          ? html`<${Conversation} key=${sessionId} sessionId=${sessionId} turnId=${turnId} onBusy=${setBusy} />`
          : html`<${EmptyState} onAsk=${send} starting=${starting} />`}
      </div>
    </div>
    <div class="composer-dock">
      <div class="column">
        <${Composer} sessionId=${sessionId} datasourceId=${session?.datasource_id || null} busy=${busy || starting}
          placeholder=${placeholder} onSend=${send} onStop=${stop} />
      </div>
    </div>
  </div>`;
}
