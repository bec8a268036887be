/** What dashboards are made of, as the service writes them. */

/**
 * In cells of a grid of 12 columns.
 * @typedef {{column: number, row: number, width: number, height: number}} Place
 *
 * @typedef {{id: string, title: string, query: any, place: Place, chart: string|null, options?: any,
 *   moving?: any, filters?: string[]|null, extra?: any}} Tile
 *
 * @typedef {{span: string, grain: string, count?: number, skip?: number, fiscal?: boolean, side?: string}} Moving
 *
 * @typedef {{kind: "values", id: string, title: string, column: {dataset: string, name: string},
 *   values: any[], multiple: boolean}} ValueFilter
 *
 * @typedef {{kind: "dates", id: string, title: string, column: {dataset: string, name: string}|null,
 *   range: {start: string|null, end: string|null, label: string}|null, moving: Moving|null}} DateFilter
 *
 * @typedef {ValueFilter|DateFilter} Filter
 *
 * What a filter is set to: values, days (`end` not included), a period that moves; null or none: nothing.
 * @typedef {any[]|{start?: string|null, end?: string|null, moving?: Moving|null}|null} Setting
 *
 * @typedef {{title: string, datasource_id: string, description: string, tiles: Tile[], filters: Filter[],
 *   extra?: any}} Dashboard
 *
 * @typedef {{dashboard_id: string, tenant_id: string, user_id: string, datasource_id: string, title: string,
 *   version: number, created_at: string, updated_at: string, session_id: string|null, tile_count: number,
 *   shared: "private"|"tenant", owned: boolean}} DashboardLine
 *
 * @typedef {DashboardLine & {dashboard: Dashboard}} Stored
 *
 * @typedef {{tile_id: string, title: string, sql: string|null, chart: any, columns: any[]|null,
 *   data: {columns: string[], rows: any[][]}|null, row_count: number|null, truncated: boolean|null,
 *   no_forecast: string|null, filters: string[], left_out: {id: string, title: string, reason: string}[],
 *   freshness: {text: string, ran_at: string, cached: boolean}|null,
 *   error: {code: string, message: string}|null}} TileData
 */

export {};
