/** The card of an answer's chart, rows and SQL; drawn when it is near to what is seen. */
import { html, useMemo } from "../lib/html.js";
import { ResultCard } from "../result/ResultCard.js";
import { useNearby } from "./nearby.js";

/** @typedef {"chart"|"table"|"sql"|null} Tab */

/**
 * `part` is which part of the turn's answer it is, where it is not the whole.
 *
 * @typedef {{result: Record<string, any>, sessionId: string, turnId: string|null, part?: number, live: boolean, latest: boolean,
 *   actions: Record<string, any>, tab?: Tab, onTab?: (tab: Tab) => void}} ResultProps
 */

/** @param {ResultProps} props */
export function Result(props) {
  const { sql, data, chart } = props.result;
  // Its place is watched from when there is something to show.
  return sql || data || chart ? html`<${Place} ...${props} />` : null;
}

/** @param {ResultProps} props */
function Place(props) {
  const { ref, near, height } = useNearby(props.live || props.latest);
  return html`<div class="result-place" ref=${ref} style=${near ? {} : { height: `${height}px` }}>
    ${near && html`<${ResultCard} ...${props} />`}
  </div>`;
}

/** One and the same object while its parts are; @param {Record<string, any>} result */
export function useSame(result) {
  const { title, sql, columns, data, row_count: rows, truncated, chart, author, pinnable, query_time_ms: ms } = result;
  return useMemo(() => result, [title, sql, columns, data, rows, truncated, chart, author, pinnable, ms]);
}
