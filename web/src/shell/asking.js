/** What a question is asked of, and who writes its query: loaded once, chosen in the composer. */
import { call, credentials } from "../api/client.js";
import { createStore } from "../lib/store.js";

/**
 * @typedef {{id: string, title: string, description: string|null, language: string, dialect: string,
 *   catalog_version: string|null, state: string, is_default: boolean}} Datasource
 * @typedef {{mode: string, default_model: string|null, models: string[], modes: string[]}} Models
 * @typedef {{text: string, kind: string}} Suggestion
 * @typedef {{mode: string|null, model: string|null, breakdown: boolean}} Wish null: as the settings say
 */

export const datasources = createStore(/** @type {Datasource[]|null} */ (null));
export const models = createStore(/** @type {Models|null} */ (null));
/** Whether the service could be asked at all; @type {import("../lib/store.js").Store<Error|null>} */
export const loadError = createStore(/** @type {Error|null} */ (null));

/** The datasource of the next new session; null: the default. */
export const chosenDatasource = createStore(/** @type {string|null} */ (kept("parley.datasource")));
export const wish = createStore(/** @type {Wish} */ ({ mode: kept("parley.mode"), model: kept("parley.model"), breakdown: false }));

chosenDatasource.subscribe((id) => keep("parley.datasource", id));
wish.subscribe(({ mode, model }) => {
  keep("parley.mode", mode);
  keep("parley.model", model);
});

export async function loadAsking() {
  try {
    const [listed, offered] = await Promise.all([call("/datasources"), call("/models")]);
    datasources.set(listed.datasources);
    models.set(offered);
    loadError.set(null);
    // What was chosen once may be gone since.
    const { mode, model } = wish.get();
    if (mode && !offered.modes.includes(mode)) wish.update({ mode: null });
    if (model && !offered.models.includes(model)) wish.update({ model: null });
    if (!listed.datasources.some((/** @type {Datasource} */ one) => one.id === chosenDatasource.get())) chosenDatasource.set(null);
  } catch (error) {
    if (!credentials.get().needed) loadError.set(/** @type {Error} */ (error));
  }
}

/** @param {string|null} id null: the one of new sessions */
export function datasourceOf(id) {
  const all = datasources.get() || [];
  return all.find((one) => one.id === (id ?? chosenDatasource.get())) || all.find((one) => one.is_default) || all[0] || null;
}

/** @type {Map<string, Promise<Suggestion[]>>} */
const starters = new Map();

/**
 * Four questions worth asking first.
 *
 * @param {string} datasourceId
 */
export function startersOf(datasourceId) {
  let asked = starters.get(datasourceId);
  if (!asked) {
    asked = call(`/datasources/${encodeURIComponent(datasourceId)}/suggestions`).then((body) => body.suggestions.slice(0, 4));
    asked.catch(() => starters.delete(datasourceId));
    starters.set(datasourceId, asked);
  }
  return asked;
}

/** @param {string} name */
function kept(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

/**
 * @param {string} name
 * @param {string|null} value
 */
function keep(name, value) {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, value);
  } catch {
    // Until the page is left, then.
  }
}
