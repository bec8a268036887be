/** What a failure means, and what one can do about it. */
import { counted } from "../lib/format.js";

/**
 * @typedef {{title: string, meaning: string, advice: string, retry: boolean}} Explanation
 */

/** By `reason`, or else by `code`; "" of `meaning`: what the service says is said. @type {Record<string, Explanation>} */
const KNOWN = {
  query_timeout: { title: "The query took too long", meaning: "The database stopped it before it finished. Nothing was changed.", advice: "Narrow the period, or ask for a total by month in place of every row.", retry: true },
  query_failed: { title: "The database refused the query", meaning: "", advice: "Ask it in other words. If it stays so, the catalog may name a column that is gone.", retry: true },
  query_not_possible: { title: "This cannot be asked of this data", meaning: "", advice: "Ask for it in another way, or in two questions.", retry: false },
  query_refused: { title: "The query is not allowed", meaning: "", advice: "Ask for something that is in the catalog.", retry: false },
  query_not_mended: { title: "The query could not be mended", meaning: "A model wrote SQL that the database refused, also after it was repaired.", advice: "Ask it more simply, or one thing at a time.", retry: true },
  chart_not_possible: { title: "This chart cannot show these rows", meaning: "", advice: "Choose another chart, or look at the table.", retry: false },
  forecast_not_possible: { title: "There can be no forecast here", meaning: "", advice: "A forecast needs a measure along a time, over several periods.", retry: false },
  forecast_failed: { title: "The forecast could not be made", meaning: "", advice: "Try again; without the forecast the question works.", retry: true },
  result_too_large: { title: "The answer is too large", meaning: "", advice: "Ask for fewer columns, or for a total.", retry: false },
  rows_expired: { title: "The rows are kept no longer", meaning: "", advice: "Try again: the question is asked anew.", retry: true },
  database_unavailable: { title: "The database cannot be reached", meaning: "The service is there, the database behind it does not answer. Nothing was changed.", advice: "Try again in a minute. If it stays so, tell whoever runs the database.", retry: true },
  store_unavailable: { title: "The service's memory cannot be reached", meaning: "The store that keeps sessions does not answer.", advice: "Try again in a minute.", retry: true },
  llm_unavailable: { title: "The model cannot be reached", meaning: "It did not answer in time, and the language engine cannot answer this by itself.", advice: "Try again, or ask in simpler words, which need no model.", retry: true },
  model_budget_spent: { title: "Today's budget for models is spent", meaning: "The language engine goes on answering, but not this question.", advice: "Ask in simpler words, or tomorrow.", retry: false },
  model_reply_unusable: { title: "The model's reply could not be used", meaning: "", advice: "Try again, or ask in other words.", retry: true },
  nothing_to_refine: { title: "There is no answer to change yet", meaning: "This changes the answer before it, and there is none.", advice: "Ask a whole question first.", retry: false },
  session_busy: { title: "Another question is being answered", meaning: "A session answers one question at a time.", advice: "Try again when the answer is there.", retry: true },
  summary_not_ready: { title: "This database has not been described yet", meaning: "", advice: "Ask again when its data summary is made.", retry: true },
  claim_missing: { title: "You may not see this", meaning: "What may be seen here depends on claims that your sign-in lacks.", advice: "Ask whoever gives access to this data.", retry: false },
  forbidden: { title: "You may not do this", meaning: "", advice: "Ask whoever gives access to this data.", retry: false },
  datasource_not_found: { title: "This data is not here any more", meaning: "", advice: "Begin a session on other data.", retry: false },
  run_lost: { title: "The answer got lost", meaning: "Several workers failed over this question.", advice: "Try again.", retry: true },
  run_expired: { title: "The answer is kept no longer", meaning: "", advice: "Try again: the question is asked anew.", retry: true },
  invalid_request: { title: "The question was not accepted", meaning: "", advice: "Change it and send it again.", retry: false },
  UNREACHABLE: { title: "The service cannot be reached", meaning: "", advice: "Look at your connection, then try again.", retry: true },
  RATE_LIMITED: { title: "Too much was asked", meaning: "", advice: "Wait a little, then try again.", retry: true },
}; // prettier-ignore

/** @type {Explanation} */
const UNKNOWN = { title: "Something went wrong", meaning: "", advice: "Try again. If it stays so, whoever runs the service finds it in the log by the id below.", retry: true };

/**
 * @param {import("./turns.js").Failure} failure
 * @returns {Explanation}
 */
export function explain({ code, reason, message, details }) {
  const known = KNOWN[reason] || KNOWN[code] || UNKNOWN;
  const seconds = reason === "query_timeout" && /\b(\d+) (?:s|seconds?)\b/.exec(message)?.[1];
  const resets = typeof details.resets_at === "string" ? new Date(details.resets_at) : null;
  return {
    ...known,
    title: seconds ? `The query took longer than ${counted(Number(seconds), "second")}` : known.title,
    meaning: known.meaning || message,
    advice: resets ? `Ask in simpler words, or after ${resets.toLocaleString("en-US", { weekday: "long", hour: "numeric", minute: "2-digit" })}.` : known.advice,
  };
}
