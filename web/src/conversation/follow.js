/** Follows a run to its end, however often the connection breaks on the way. */
import { ApiError, credentials, open } from "../api/client.js";
import { BrokenStream, eventsOf } from "./sse.js";

/**
 * Why nothing comes at the moment: the `attempt` that is next, none any more (`gaveUp`) until somebody
 * says so or the machine is online again, or somebody has to sign in first.
 *
 * @typedef {{attempt: number, gaveUp: boolean, signIn: boolean}} Interruption
 * @typedef {import("./sse.js").ServerEvent & {requestId: string|null}} RunEvent requestId: finds it in the log
 * @typedef {{sessionId: string|null, runId?: string|null, send?: {path: string, body?: any}}} Target
 *   send: the turn that begins the run; runId: it runs already; sessionId null: the answer tells it
 * @typedef {{begun: (runId: string, path: string) => void, event: (event: RunEvent) => void,
 *   interrupted: (interruption: Interruption|null) => void}} Listener
 * @typedef {{ended: Promise<"told"|"gone">, retry: () => void}} Follower
 *   ended: with one of the three endings, or "gone" where the run's events are not kept any more.
 *   Raises ApiError where the turn is refused.
 */

const WAITS_MS = [500, 1000, 2000, 4000, 8000];
const ATTEMPTS = 12;
const ENDINGS = new Set(["complete", "error", "cancelled"]);

/**
 * @param {Target} target
 * @param {Listener} listener
 * @returns {Follower}
 */
export function follow(target, listener) {
  const key = newKey();
  let runId = target.runId || null;
  /** Where the run is, as calls name it. */
  let runPath = runId ? `/sessions/${target.sessionId}/runs/${runId}` : "";
  let lastId = /** @type {string|null} */ (null);
  let failures = 0;
  let wake = () => {};

  const learn = (/** @type {string|null} */ id, /** @type {string|null} */ location = null) => {
    if (!id || runId) return;
    const path = target.sessionId ? `/sessions/${target.sessionId}/runs/${id}` : location;
    if (!path) return; // whoever sends the turn again is told of it
    runId = id;
    runPath = path;
    listener.begun(id, path);
  };

  const connect = () => {
    /** @type {Record<string, string>} */
    const headers = { Accept: "text/event-stream" };
    if (lastId) headers["Last-Event-ID"] = lastId;
    const query = { detail: true };
    if (runId) return open(`${runPath}/events`, { headers, query });
    if (!target.send) throw new TypeError("Neither a run nor a turn to send");
    // The same key again is the same turn, whether or not the service took it before.
    headers["X-Idempotency-Key"] = key;
    return open(target.send.path, { method: "POST", body: target.send.body, headers, query });
  };

  /** @returns {Promise<"told"|"gone"|"broken">} */
  const read = async () => {
    const response = await connect();
    learn(response.headers.get("X-Run-ID"), response.headers.get("Content-Location"));
    if (response.status === 204 || !response.body) return "gone";
    listener.interrupted(null);
    for await (const event of eventsOf(response.body)) {
      if (event.id) lastId = event.id;
      else if (event.name === "error") return "broken"; // of the stream, not of the run
      failures = 0;
      listener.event({ ...event, requestId: response.headers.get("X-Request-ID") });
      if (ENDINGS.has(event.name)) return "told";
    }
    return "broken";
  };

  const toTheEnd = async () => {
    for (;;) {
      let signIn = false;
      try {
        const outcome = await read();
        if (outcome !== "broken") return outcome;
      } catch (error) {
        if (error instanceof ApiError) {
          learn(error.runId);
          if (runId && (error.status === 404 || error.status === 410)) return "gone";
          if (!isPassing(error, runId !== null)) throw error;
          signIn = error.status === 401;
        } else if (!(error instanceof BrokenStream)) throw error;
      }
      failures += 1;
      const gaveUp = failures > ATTEMPTS;
      listener.interrupted({ attempt: failures, gaveUp, signIn });
      const woken = new Promise((resolve) => (wake = () => resolve(undefined)));
      await pause(woken, gaveUp || signIn ? null : WAITS_MS[Math.min(failures, WAITS_MS.length) - 1] ?? null);
      if (gaveUp) failures = 0;
    }
  };

  return { ended: toTheEnd(), retry: () => wake() };
}

/**
 * @param {ApiError} error
 * @param {boolean} isAccepted
 */
function isPassing(error, isAccepted) {
  if (error.status === 0 || error.status === 401 || error.reason === "draining") return true;
  // What stands between may answer in the service's place, and does not know its codes.
  if (error.status >= 500) return isAccepted || !error.code;
  return isAccepted && error.status === 429;
}

/**
 * Until the time has passed, or somebody wakes it, or the machine is online, or somebody signed in.
 *
 * @param {Promise<any>} woken
 * @param {number|null} ms null: for as long as it takes
 */
async function pause(woken, ms) {
  const left = new AbortController();
  let timer = 0;
  let unsubscribe = () => {};
  await Promise.race([
    woken,
    new Promise((resolve) => {
      if (ms !== null) timer = setTimeout(resolve, ms);
      addEventListener("online", () => resolve(undefined), { signal: left.signal });
      unsubscribe = credentials.subscribe(({ token, needed }) => token && !needed && resolve(undefined));
    }),
  ]);
  left.abort();
  unsubscribe();
  clearTimeout(timer);
}

/** An idempotency key. `crypto.randomUUID` is there on secure origins alone. */
export function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
