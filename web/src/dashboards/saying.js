/** A sentence that makes, changes or asks about a dashboard: a turn, followed to its end. */
import { ApiError, call } from "../api/client.js";
import { follow } from "../conversation/follow.js";
import { after, failureOf, newRun, standing } from "../conversation/turns.js";
import { notifyError } from "../lib/notices.js";

/**
 * @typedef {import("../conversation/turns.js").Run} Run
 * @typedef {{ended: Promise<Run>, stop: () => void, reconnect: () => void}} Saying
 */

/**
 * @param {{path: string, body: any}} send
 * @param {(run: Run) => void} heard how it stands, whenever it stands another way
 * @returns {Saying}
 */
export function say(send, heard) {
  let run = newRun({ startedAt: performance.now() });
  let path = "";
  let wantsStop = false;
  const become = (/** @type {Run} */ next) => heard((run = next));
  const cancel = () => void call(`${path}/cancel`, { method: "POST" }).catch(notifyError);
  become(run);
  const follower = follow(
    { sessionId: null, send },
    {
      begun(runId, at) {
        path = at;
        become({ ...run, runId });
        if (wantsStop) cancel();
      },
      event: (event) => become(after(run, event)),
      interrupted: (interruption) => run.interruption !== interruption && become({ ...run, interruption }),
    },
  );
  const toTheEnd = async () => {
    try {
      // Of a run whose events are kept no longer, what is on record.
      if ((await follower.ended) === "gone") become(standing(await call(path)));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      become({ ...run, phase: "error", error: failureOf(error, error.requestId) });
    }
    become({ ...run, interruption: null });
    return run;
  };
  return {
    ended: toTheEnd(),
    stop() {
      if (path) cancel();
      else wantsStop = true;
    },
    reconnect: follower.retry,
  };
}
