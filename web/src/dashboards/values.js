/** What a column of a filter holds, as the service tells it. */
import { call } from "../api/client.js";
import { useEffect, useState } from "../lib/html.js";

/** @typedef {import("./types.js").ValueFilter} ValueFilter */
/** @typedef {{values: any[], more: boolean}} Found `more`: there are others besides */

const TYPED_MS = 200; // not at every letter

/**
 * All values in order, or the most frequent ones; null until they are there.
 *
 * @param {string} dashboardId
 * @param {ValueFilter} filter
 */
export function useValues(dashboardId, filter) {
  const [found, setFound] = useState(/** @type {Found|null} */ (null));
  useEffect(() => {
    const control = new AbortController();
    valuesOf(dashboardId, filter.id, undefined, control.signal).then(
      setFound,
      // What it is set to can still be seen, and taken away.
      () => !control.signal.aborted && setFound({ values: filter.values, more: true }),
    );
    return () => control.abort();
  }, [dashboardId, filter.id, filter.column.dataset, filter.column.name]);
  return found;
}

/**
 * Those that have `search` in them, looked for in the database.
 *
 * @param {string} dashboardId
 * @param {string} filterId
 * @param {string} search "": nothing is looked for
 * @returns {{found: Found|null, error: Error|null}} both null: not yet known
 */
export function useSearchedValues(dashboardId, filterId, search) {
  const [answer, setAnswer] = useState(/** @type {{search: string, found: Found|null, error: Error|null}|null} */ (null));
  useEffect(() => {
    if (!search) return undefined;
    const control = new AbortController();
    const wait = setTimeout(() => {
      valuesOf(dashboardId, filterId, search, control.signal).then(
        (found) => setAnswer({ search, found, error: null }),
        (error) => !control.signal.aborted && setAnswer({ search, found: null, error }),
      );
    }, TYPED_MS);
    return () => {
      clearTimeout(wait);
      control.abort();
    };
  }, [dashboardId, filterId, search]);
  return answer?.search === search ? answer : { found: null, error: null };
}

/**
 * @param {string} dashboardId
 * @param {string} filterId
 * @param {string|undefined} search
 * @param {AbortSignal} signal
 * @returns {Promise<Found>}
 */
const valuesOf = (dashboardId, filterId, search, signal) =>
  call(`/dashboards/${encodeURIComponent(dashboardId)}/filters/${encodeURIComponent(filterId)}/values`, { query: { search }, signal });

/** @param {any} value */
export const written = (value) => (value === null ? "(none)" : value === true ? "Yes" : value === false ? "No" : String(value));
