/**
 * The page inside a frame of somebody else's page, and how it speaks with the script around it.
 *
 * It says hello to whoever holds the frame; who may is the service's to say (`frame-ancestors`).
 * The answer brings a port, by which everything else goes, tokens too: nobody else has its ends.
 * A token is asked for when it is needed, is in memory alone and in no address.
 */
import { wearAccent } from "./accent.js";

/**
 * As the attributes of `<parley-chat>` say; null where they do not.
 *
 * @typedef {{datasource: string|null, session: string|null, theme: "light"|"dark"|"auto",
 *   accent: string|null, placeholder: string|null}} Options
 */

/**
 * `token` asks the page around for one, each time: keep what it gives until the service refuses it.
 * null: it has none to give. Raises Error where that page failed to give one.
 * `onChange` hears of attributes that were changed; it returns what ends that.
 *
 * @typedef {Options & {token: () => Promise<string|null>,
 *   onChange: (heard: (options: Options) => void) => () => void,
 *   announce: (event: "ready"|"answer"|"error", detail?: unknown) => void}} Embedding
 */

const ANSWER_WITHIN_MS = 5000;

/**
 * Once the page around has said how it wants the chat; at once where there is none.
 *
 * @returns {Promise<Embedding>}
 */
export async function embedded() {
  const { port, options } = (await greeted()) ?? { port: null, options: optionsOf({}) };
  /** @type {Set<(options: Options) => void>} */
  const listeners = new Set();
  /** @type {{promise: Promise<string|null>, resolve: (token: string|null) => void, reject: (why: Error) => void}|null} */
  let asked = null;

  if (port) {
    port.onmessage = ({ data }) => {
      if (data.type === "options") {
        const changed = optionsOf(data.options);
        wearAccent(changed.accent);
        for (const heard of [...listeners]) heard(changed);
      } else if (data.type === "token" && asked) {
        const { resolve, reject } = asked;
        asked = null;
        if (data.failed) reject(new Error("The page around the chat gave no token."));
        else resolve(typeof data.token === "string" ? data.token : null);
      }
    };
  }
  wearAccent(options.accent);

  return {
    ...options,
    async token() {
      if (!port) return null;
      if (!asked) {
        asked = withResolvers();
        port.postMessage({ type: "token" });
      }
      return asked.promise;
    },
    onChange(heard) {
      listeners.add(heard);
      return () => listeners.delete(heard);
    },
    announce(event, detail = null) {
      port?.postMessage({ type: "event", event, detail });
    },
  };
}

/** @returns {Promise<{port: MessagePort, options: Options}|null>} */
function greeted() {
  const around = window.parent;
  if (around === window) return Promise.resolve(null);
  return new Promise((resolve) => {
    const heard = (/** @type {MessageEvent} */ { source, data, ports }) => {
      if (source !== around || data?.parley !== "options" || !ports[0]) return;
      end({ port: ports[0], options: optionsOf(data.options) });
    };
    const end = (/** @type {{port: MessagePort, options: Options}|null} */ result) => {
      clearTimeout(timer);
      removeEventListener("message", heard);
      resolve(result);
    };
    const timer = setTimeout(end, ANSWER_WITHIN_MS, null);
    addEventListener("message", heard);
    // It holds nothing that others may not know.
    around.postMessage({ parley: "hello" }, "*");
  });
}

/**
 * @param {any} given
 * @returns {Options}
 */
function optionsOf(given) {
  const text = (/** @type {string} */ name) =>
    typeof given?.[name] === "string" && given[name] ? given[name] : null;
  const theme = text("theme");
  return {
    datasource: text("datasource"),
    session: text("session"),
    theme: theme === "light" || theme === "dark" ? theme : "auto",
    accent: text("accent"),
    placeholder: text("placeholder"),
  };
}

function withResolvers() {
  /** @type {(token: string|null) => void} */
  let resolve = () => {};
  /** @type {(why: Error) => void} */
  let reject = () => {};
  /** @type {Promise<string|null>} */
  const promise = new Promise((kept, broken) => {
    resolve = kept;
    reject = broken;
  });
  return { promise, resolve, reject };
}
