/** The chat alone, in the frame of another page, as that page's attributes wish it. */
import { takeTokensFrom } from "../api/client.js";
import { html, useEffect, useState } from "../lib/html.js";
import { Icon } from "../lib/icons.js";
import { Notices } from "../lib/notices.js";
import { go, route, sessionPath } from "../lib/router.js";
import { useStore } from "../lib/store.js";
import { chosenDatasource, loadAsking } from "../shell/asking.js";
import { ChatPage } from "../shell/ChatPage.js";
import { loadSessions } from "../shell/sessions.js";
import { setTheme } from "../shell/theme.js";
import { embedded } from "./frame.js";

/** @typedef {import("./frame.js").Embedding} Embedding */

export function EmbeddedChat() {
  const [frame, setFrame] = useState(/** @type {Embedding|null} */ (null));
  const [placeholder, setPlaceholder] = useState(/** @type {string|null} */ (null));
  const { id, params } = useStore(route);
  useEffect(() => {
    let end = () => {};
    const begin = async () => {
      const frame = await embedded();
      wear(frame);
      if (frame.session) go(sessionPath(frame.session));
      takeTokensFrom(frame.token);
      end = frame.onChange((options) => {
        wear(options);
        if (options.session && options.session !== route.get().id) go(sessionPath(options.session));
      });
      setFrame(frame);
      await Promise.all([loadAsking(), loadSessions("")]);
      frame.announce("ready");
    };
    const wear = (/** @type {import("./frame.js").Options} */ options) => {
      setTheme(options.theme);
      setPlaceholder(options.placeholder);
      if (options.datasource) chosenDatasource.set(options.datasource);
    };
    begin();
    return () => end();
  }, []);

  // What a turn came to is told by the conversation; here it leaves the frame.
  useEffect(() => {
    if (!frame) return undefined;
    const told = (/** @type {Event} */ event) => {
      const { type, detail } = /** @type {CustomEvent} */ (event);
      frame.announce(type === "parley:answer" ? "answer" : "error", detail);
    };
    addEventListener("parley:answer", told);
    addEventListener("parley:failed", told);
    return () => {
      removeEventListener("parley:answer", told);
      removeEventListener("parley:failed", told);
    };
  }, [frame]);

  if (!frame) return html`<p class="column part-note muted" role="status">Loading …</p>`;
  return html`<div class="shell framed">
    <main id="main">
      ${id && html`<button type="button" class="icon-button framed-new" aria-label="New session" onClick=${() => go("/")}><${Icon} name="add" /></button>`}
      <${ChatPage} sessionId=${id} turnId=${params.get("turn")} placeholder=${placeholder || undefined} />
    </main>
    <${Notices} />
  </div>`;
}
