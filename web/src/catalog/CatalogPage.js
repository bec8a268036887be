/** What can be asked about: the datasets of a datasource, their measures and dimensions. */
import { call } from "../api/client.js";
import { html, useEffect, useMemo, useState } from "../lib/html.js";
import { Icon } from "../lib/icons.js";
import { ensureStyle } from "../lib/lazy.js";
import { go, Link, route } from "../lib/router.js";
import { useStore } from "../lib/store.js";
import { Dataset } from "./Dataset.js";
import { wordsOf } from "./finding.js";
import { Metric } from "./Items.js";
import { Results } from "./Results.js";

/** @typedef {import("./types.js").Catalog} Catalog */
/** @typedef {{id: string, title: string, is_default: boolean}} Datasource */

/**
 * `id` of the datasource; null: the default. The address says which dataset is shown.
 *
 * @param {{id: string|null, ask: (text: string, datasourceId: string) => void}} props
 */
export function CatalogPage({ id, ask: askOf }) {
  const { params } = useStore(route);
  const [datasources, setDatasources] = useState(/** @type {Datasource[]} */ ([]));
  const [catalog, setCatalog] = useState(/** @type {Catalog|null} */ (null));
  const [error, setError] = useState(/** @type {Error|null} */ (null));
  const [tries, setTries] = useState(0);
  const [search, setSearch] = useState("");
  const words = useMemo(() => wordsOf(search), [search]);

  useEffect(() => {
    const control = new AbortController();
    const { signal } = control;
    const load = async () => {
      const [listed] = await Promise.all([call("/datasources", { signal }), ensureStyle("catalog")]);
      setDatasources(listed.datasources);
      const chosen = id ?? listed.datasources.find((/** @type {Datasource} */ one) => one.is_default)?.id ?? listed.datasources[0]?.id;
      setCatalog(await call(`/datasources/${encodeURIComponent(chosen)}/catalog`, { signal }));
      setError(null);
    };
    load().catch((failed) => signal.aborted || setError(failed));
    return () => control.abort();
  }, [id, tries]);
  useEffect(() => {
    document.title = catalog ? `${catalog.title} · Catalog · Parley` : "Catalog · Parley";
  }, [catalog]);

  if (error) {
    return html`<section class="catalog" aria-label="Catalog"><div class="card catalog-none" role="alert">
      <${Icon} name="warning" size=${22} /><p>${error.message}</p>
      <button type="button" class="button" onClick=${() => setTries(tries + 1)}>Try again</button></div></section>`;
  }
  if (!catalog) return html`<section class="catalog" aria-busy="true" aria-label="Catalog"><p class="muted catalog-loading" role="status">Loading …</p></section>`;

  const path = `/catalog/${encodeURIComponent(catalog.datasource_id)}`;
  const addressOf = (/** @type {string} */ name) => `${path}?dataset=${encodeURIComponent(name)}`;
  const showsMetrics = params.get("view") === "metrics" && catalog.metrics.length > 0;
  const dataset = catalog.datasets.find((one) => one.name === params.get("dataset")) ?? catalog.datasets[0];
  const leave = () => setSearch("");
  const ask = (/** @type {string} */ text) => askOf(text, catalog.datasource_id);

  return html`<section class="catalog" aria-label="Catalog">
    <header class="catalog-head">
      <div class="catalog-line">
        <h1 class="page-title">${catalog.title}</h1>
        ${datasources.length > 1 && html`<select class="select" aria-label="Data" value=${catalog.datasource_id}
          onChange=${(/** @type {any} */ event) => go(`/catalog/${encodeURIComponent(event.target.value)}`)}>
          ${datasources.map((one) => html`<option value=${one.id}>${one.title}</option>`)}</select>`}
      </div>
      ${catalog.description && html`<p class="catalog-description">${catalog.description}</p>`}
      <p class="catalog-facts">${facts(catalog).join(" · ")}</p>
      <div class="search-field">
        <${Icon} name="search" />
        <input class="input" type="search" aria-label="Search the catalog" placeholder="Search measures, dimensions, values …" value=${search}
          onInput=${(/** @type {any} */ event) => setSearch(event.target.value)} />
      </div>
    </header>
    <div class="catalog-body">
      <nav class="catalog-nav" aria-label="Datasets">
        <ul>
          ${catalog.datasets.map((one) => html`<li key=${one.name}><${Link} href=${addressOf(one.name)} onClick=${leave}
            aria-current=${!words.length && !showsMetrics && one === dataset ? "true" : undefined}>
            <span>${one.label}</span><span class="catalog-count" aria-hidden="true">${one.measures.length + one.dimensions.length}</span><//></li>`)}
          ${catalog.metrics.length > 0 && html`<li class="catalog-metrics"><${Link} href=${`${path}?view=metrics`} onClick=${leave}
            aria-current=${!words.length && showsMetrics ? "true" : undefined}>
            <span>Metrics</span><span class="catalog-count" aria-hidden="true">${catalog.metrics.length}</span><//></li>`}
        </ul>
      </nav>
      ${words.length
        ? html`<${Results} catalog=${catalog} words=${words} addressOf=${addressOf} ask=${ask} onLeave=${leave} />`
        : showsMetrics
          ? html`<${Metrics} catalog=${catalog} ask=${ask} />`
          : dataset && html`<${Dataset} key=${dataset.name} catalog=${catalog} dataset=${dataset} addressOf=${addressOf} ask=${ask} />`}
    </div>
  </section>`;
}

/** @param {{catalog: Catalog, ask: (text: string) => void}} props */
function Metrics({ catalog, ask }) {
  return html`<article class="dataset" aria-labelledby="dataset-title">
    <header class="dataset-head">
      <h2 id="dataset-title">Metrics</h2>
      <p class="dataset-description">Figures made of measures, which may be of several datasets.</p>
    </header>
    <ul class="card items">${catalog.metrics.map((metric) => html`<${Metric} key=${metric.name} catalog=${catalog} words=${[]} metric=${metric} ask=${ask} />`)}</ul>
  </article>`;
}

/** @param {string} day ISO */
const writeDay = (day) => new Intl.DateTimeFormat("en-US", { dateStyle: "medium", timeZone: "UTC" }).format(new Date(`${day}T00:00:00Z`));

/** @param {Catalog} catalog */
function facts({ language, dialect, version, as_of: asOf, datasets }) {
  const written = new Intl.DisplayNames(["en"], { type: "language" }).of(language) || language;
  return [
    `${datasets.length} datasets`,
    `questions in ${written}`,
    dialect,
    ...(asOf ? [`today is ${writeDay(asOf)}`] : []),
    `version ${version.slice(0, 8)}`,
  ];
}
