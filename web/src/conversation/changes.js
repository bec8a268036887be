/** Told whenever a session has come, gone or changed in what a list of them shows. */

/** @type {Set<() => void>} */
const listeners = new Set();

export const sessionsChanged = {
  /** @param {() => void} heard */
  subscribe(heard) {
    listeners.add(heard);
    return () => listeners.delete(heard);
  },
  tell() {
    for (const heard of [...listeners]) heard();
  },
};
