/** How a turn stands, in one line. */
import { counted, writeDuration } from "../lib/format.js";

/** @typedef {"done"|"working"|"reconnecting"|"asking"|"failed"|"stopped"} Tone */

/**
 * @param {import("./turns.js").Run} run
 * @returns {{tone: Tone, text: string}}
 */
export function statusOf(run) {
  if (run.interruption) return { tone: "reconnecting", text: interruptionText(run.interruption) };
  switch (run.phase) {
    case "working":
      return { tone: "working", text: `${run.steps.at(-1)?.message || "Asking"} …` };
    case "error":
      return { tone: "failed", text: "Stopped with an error" };
    case "cancelled":
      return { tone: "stopped", text: "Stopped" };
    default:
      return answered(run.body);
  }
}

/** @param {import("./follow.js").Interruption} interruption */
function interruptionText({ attempt, gaveUp, signIn }) {
  if (signIn) return "Sign in again to go on. The answer is being made meanwhile.";
  if (gaveUp) return "The service cannot be reached. The answer waits there.";
  return `Connection lost. Reconnecting, attempt ${attempt} …`;
}

/**
 * @param {Record<string, any>|null} body
 * @returns {{tone: Tone, text: string}}
 */
function answered(body) {
  if (!body) return { tone: "stopped", text: "Answered; the answer is kept no longer" };
  const { clarification, row_count: rows, query_time_ms: queryMs, tasks } = body.metadata;
  if (clarification) return { tone: "asking", text: clarification.supported ? "One question first" : "Not answered" };
  const parts = [body.execution_time_ms > 0 ? `Answered in ${writeDuration(body.execution_time_ms)}` : "Answered"];
  if (tasks?.length) parts.push(counted(tasks.length, "part"));
  if (typeof rows === "number") parts.push(counted(rows, "row"));
  if (typeof queryMs === "number") parts.push(`query ${writeDuration(queryMs)}`);
  return { tone: "done", text: parts.join(" · ") };
}
