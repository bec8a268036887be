/** Calls of the service. Every call of the page goes through here, with whoever is signed in. */
import { createStore } from "../lib/store.js";

export const BASE = "/api/v1/bi";

/**
 * Who calls. `token` null: the service takes calls without one, until it answers 401, which sets
 * `needed`. `ended`: there was one and it does not hold any more.
 *
 * @typedef {{token: string|null, needed: boolean, ended: boolean}} Credentials
 */
export const credentials = createStore(
  /** @type {Credentials} */ ({ token: storedToken(), needed: false, ended: false }),
);

/** In a frame, the page around it gives tokens; @type {null|(() => Promise<string|null>)} */
let givenToken = null;

/** @param {() => Promise<string|null>} give */
export function takeTokensFrom(give) {
  givenToken = give;
}

/** @param {string|null} token null: sign out */
export function signInWith(token) {
  store(token);
  credentials.set({ token, needed: false, ended: false });
}

function storedToken() {
  // Who asks from a frame is the page around to say.
  if ("embed" in document.documentElement.dataset) return null;
  try {
    return sessionStorage.getItem("parley.token");
  } catch {
    return null;
  }
}

/** @param {string|null} token */
function store(token) {
  try {
    if (token) sessionStorage.setItem("parley.token", token);
    else sessionStorage.removeItem("parley.token");
  } catch {
    // Until the page is left, then.
  }
}

/** What the service answered instead of what was asked for; `code` is stable, `message` for a person. */
export class ApiError extends Error {
  /**
   * @param {number} status 0: no answer came
   * @param {{code?: string, message?: string, details?: Record<string, any>}} error
   * @param {string|null} [requestId]
   * @param {string|null} [runId] of a turn that was accepted all the same
   */
  constructor(status, error, requestId = null, runId = null) {
    super(error.message || "The service answered with an error.");
    this.status = status;
    this.code = error.code || "";
    this.details = error.details || {};
    this.reason = String(this.details.reason || "");
    this.retryable = Boolean(this.details.retryable) || status === 0;
    this.requestId = requestId;
    this.runId = runId;
  }
}

/**
 * @typedef {{method?: string, body?: any, query?: Record<string, any>, headers?: Record<string, string>,
 *   signal?: AbortSignal, keepalive?: boolean}} CallOptions
 */

/**
 * The answer, whatever it holds. Raises ApiError, or AbortError where `signal` says so.
 *
 * @param {string} path after BASE, or an absolute one of this origin that begins with "/api" or "/"
 * @param {CallOptions} [options]
 * @returns {Promise<Response>}
 */
export async function open(path, options = {}) {
  let token = await currentToken();
  let response = await sent(path, options, token);
  if (response.status === 401) {
    const other = await otherToken(token);
    if (other) response = await sent(path, options, (token = other));
  }
  if (response.ok) return response;
  const error = await errorOf(response);
  if (response.status === 401) refused(token);
  throw error;
}

/**
 * The answer's JSON; null where there is none (204).
 *
 * @param {string} path
 * @param {CallOptions} [options]
 * @returns {Promise<any>}
 */
export async function call(path, options = {}) {
  const response = await open(path, options);
  return response.status === 204 ? null : response.json();
}

/**
 * Saves what a call answers as a file.
 *
 * @param {string} path
 * @param {string} name of the file, where the answer names none
 * @param {CallOptions} [options]
 */
export async function download(path, name, options = {}) {
  const response = await open(path, options);
  const disposition = response.headers.get("Content-Disposition") || "";
  const named = /filename\*=UTF-8''([^;]+)/i.exec(disposition) || /filename="?([^";]+)"?/i.exec(disposition);
  save(await response.blob(), named?.[1] ? decodeURIComponent(named[1]) : name);
}

/**
 * @param {Blob} blob
 * @param {string} name
 */
export function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

async function currentToken() {
  const { token } = credentials.get();
  return token || !givenToken ? token : newToken(givenToken);
}

/**
 * One to try in place of a token that does not hold: somebody signed in meanwhile, or the page around
 * gives another.
 *
 * @param {string|null} used
 */
async function otherToken(used) {
  const { token } = credentials.get();
  if (token && token !== used) return token;
  return givenToken ? newToken(givenToken) : null;
}

/** @param {() => Promise<string|null>} give */
async function newToken(give) {
  const token = await give();
  credentials.update({ token, needed: false });
  return token;
}

/**
 * Several calls at once may be refused: the first says so.
 *
 * @param {string|null} used
 */
function refused(used) {
  const { token, needed } = credentials.get();
  if (needed || token !== used) return;
  store(null);
  credentials.set({ token: null, needed: true, ended: Boolean(used) });
}

/**
 * @param {string} path
 * @param {CallOptions} options
 * @param {string|null} token
 */
async function sent(path, { method = "GET", body, query, headers = {}, signal, keepalive }, token) {
  const url = new URL(path.startsWith("/api") || path === "/ready" ? path : BASE + path, location.origin);
  for (const [name, value] of Object.entries(query || {})) {
    if (value !== undefined && value !== null && value !== "") url.searchParams.set(name, String(value));
  }
  /** @type {Record<string, string>} */
  const all = { ...headers };
  if (body !== undefined) all["Content-Type"] = "application/json";
  if (token) all.Authorization = `Bearer ${token}`;
  try {
    return await fetch(url, {
      method,
      headers: all,
      body: body === undefined ? undefined : JSON.stringify(body),
      signal,
      keepalive,
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError(0, { code: "UNREACHABLE", message: "The service cannot be reached." });
  }
}

/** @param {Response} response */
async function errorOf(response) {
  const requestId = response.headers.get("X-Request-ID");
  const runId = response.headers.get("X-Run-ID");
  try {
    const body = await response.json();
    return new ApiError(response.status, body.error || {}, requestId, runId);
  } catch {
    return new ApiError(response.status, { message: `The service answered ${response.status}.` }, requestId, runId);
  }
}
