/** Keys of the whole page. They do nothing while somebody types, and can be switched off. */
import { useLayoutEffect, useRef } from "./html.js";
import { createStore } from "./store.js";

/** What the list of keys says; parts add theirs where they bind them. */
export const KEYS = /** @type {const} */ ([
  ["/", "Write a question"],
  ["Enter", "Send"],
  ["Esc", "Stop the answer"],
  ["J", "Next turn"],
  ["K", "Turn before"],
  ["1 2 3", "Chart, table, SQL"],
  ["R", "Run again"],
  ["F", "Fork from here"],
  ["P", "Pin to a dashboard"],
  ["N", "New session"],
  ["G C", "Go to the chat"],
  ["G D", "Go to the dashboards"],
  ["T", "Light or dark"],
  ["?", "This list"],
]);

export const keysOn = createStore(localStorageIs("parley.keys", "off") ? false : true);

/** @param {boolean} on */
export function switchKeys(on) {
  keysOn.set(on);
  try {
    localStorage.setItem("parley.keys", on ? "on" : "off");
  } catch {
    // Until the page is left, then.
  }
}

/** @type {Array<Record<string, (event: KeyboardEvent) => void>>} */
const bound = [];
let prefix = "";
let prefixAt = 0;

/**
 * Binds keys while a component is shown: "j", "?", "g d" (one after the other), "Escape". The one bound
 * last wins. `Escape` works while somebody types too.
 *
 * @param {Record<string, (event: KeyboardEvent) => void>} handlers
 */
export function useKeys(handlers) {
  const current = useRef(handlers);
  current.current = handlers;
  // Before it is painted: a key works as soon as what it is for can be seen.
  useLayoutEffect(() => {
    const map = new Proxy(/** @type {Record<string, any>} */ ({}), { get: (_, key) => current.current[String(key)] });
    bound.push(map);
    return () => {
      bound.splice(bound.indexOf(map), 1);
    };
  }, []);
}

/** @param {EventTarget|null} target */
function isTyping(target) {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key !== "Escape" && (isTyping(event.target) || !keysOn.get())) return;
  if (document.querySelector("dialog[open]")) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const pair = prefix && event.timeStamp - prefixAt < 1500 ? `${prefix} ${key}` : "";
  prefix = "";
  for (const name of [pair, key]) {
    const handler = name && bound.findLast((map) => map[name])?.[name];
    if (handler) {
      event.preventDefault();
      handler(event);
      return;
    }
  }
  if (key === "g") {
    prefix = key;
    prefixAt = event.timeStamp;
  }
});

/**
 * @param {string} name
 * @param {string} value
 */
function localStorageIs(name, value) {
  try {
    return localStorage.getItem(name) === value;
  } catch {
    return false;
  }
}
