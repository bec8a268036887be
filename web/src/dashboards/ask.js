/** From a dashboard to a conversation about what one of its tiles shows. */
import { call } from "../api/client.js";
import { notifyError } from "../lib/notices.js";
import { go, sessionPath } from "../lib/router.js";

/**
 * Opens a new session in which the text is asked.
 *
 * @param {string} text
 * @param {string} datasourceId
 */
export async function askAbout(text, datasourceId) {
  try {
    const session = await call("/sessions", { method: "POST", body: { datasource_id: datasourceId } });
    const { conversationOf } = await import("../conversation/conversations.js");
    void conversationOf(session.session_id).ask(text);
    go(sessionPath(session.session_id));
  } catch (error) {
    notifyError(error);
  }
}
