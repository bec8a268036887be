/** A value that components follow: the part of the page's state that more than one of them shows. */
import { useEffect, useState } from "./html.js";

/**
 * @template T
 * @typedef {{get: () => T, set: (next: T) => void, update: (part: Partial<T>) => void,
 *   subscribe: (heard: (value: T) => void) => () => void}} Store
 */

/**
 * @template T
 * @param {T} initial
 * @returns {Store<T>}
 */
export function createStore(initial) {
  let value = initial;
  /** @type {Set<(value: T) => void>} */
  const listeners = new Set();
  const set = (/** @type {T} */ next) => {
    if (Object.is(next, value)) return;
    value = next;
    for (const heard of [...listeners]) heard(value);
  };
  return {
    get: () => value,
    set,
    update: (part) => set({ ...value, ...part }),
    subscribe(heard) {
      listeners.add(heard);
      return () => listeners.delete(heard);
    },
  };
}

/**
 * What a component shows of a store; it is drawn anew when that part is another one.
 *
 * @template T
 * @template [P=T]
 * @param {Store<T>} store
 * @param {(value: T) => P} [select]
 * @returns {P}
 */
export function useStore(store, select = /** @type {(value: T) => any} */ ((value) => value)) {
  const [part, setPart] = useState(() => select(store.get()));
  useEffect(() => {
    const heard = (/** @type {T} */ value) => setPart(() => select(value));
    heard(store.get());
    return store.subscribe(heard);
  }, [store]);
  return part;
}
