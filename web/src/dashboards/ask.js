/** From a dashboard to a conversation about what one of its tiles shows. */
import { notifyError } from "../lib/notices.js";

/**
 * Opens a new session in which the text is asked.
 *
 * @param {string} text
 * @param {string} datasourceId
 */
export async function askAbout(text, datasourceId) {
  try {
    const { startConversation } = await import("../conversation/conversations.js");
    await startConversation(datasourceId, text);
  } catch (error) {
    notifyError(error);
  }
}
