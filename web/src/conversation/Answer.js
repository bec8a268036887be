/** What a run has come to: its text, its result, what stands out, or what it says in place of an answer. */
import { html } from "../lib/html.js";
import { Clarification } from "./Clarification.js";
import { ErrorCard } from "./ErrorCard.js";
import { Insights } from "./Insights.js";
import { part } from "../lib/lazy.js";
import { Prose } from "./Prose.js";
import { Result, useSame } from "./Result.js";
import { resultOf } from "./turns.js";

const Tasks = part(() => import("./Tasks.js").then((module) => module.Tasks));
const DashboardNote = part(() => import("./DashboardNote.js").then((module) => module.DashboardNote));

/**
 * `answerId` is the turn that the result is of; the functions are null where there is no such way.
 *
 * @param {{run: import("./turns.js").Run, sessionId: string, answerId: string|null, chart?: any, latest: boolean,
 *   answer: ((text: string) => void)|null, retry: (() => void)|null, edit: (() => void)|null,
 *   visualize: ((type: string, part?: number) => Promise<void>)|null, tab?: import("./Result.js").Tab,
 *   onTab?: (tab: import("./Result.js").Tab) => void}} props
 */
export function Answer({ run, sessionId, answerId, chart, latest, answer, retry, edit, visualize, tab, onTab }) {
  const live = run.phase === "working";
  const known = resultOf(run);
  const result = useSame(chart ? { ...known, chart } : known);
  const meta = run.body?.metadata || {};
  const tasks = meta.tasks?.length ? meta.tasks : run.partial.tasks;
  return html`<div class="answer">
    ${meta.clarification
      ? html`<${Clarification} clarification=${meta.clarification} text=${run.text} answer=${answer} />`
      : run.text && !tasks?.length && html`<${Prose} text=${run.text} writing=${live} />`}
    ${run.error && html`<${ErrorCard} failure=${run.error} retry=${retry} edit=${edit} />`}
    ${!meta.clarification &&
    html`<${Result} result=${result} sessionId=${sessionId} turnId=${run.phase === "complete" ? answerId : null} live=${live} latest=${latest}
      actions=${visualize && run.body?.sql ? { visualize } : NO_ACTIONS} tab=${tab} onTab=${onTab} />`}
    ${tasks?.length > 0 && html`<${Tasks} tasks=${tasks} sessionId=${sessionId} turnId=${run.phase === "complete" ? answerId : null} live=${live} answer=${answer} visualize=${visualize} />`}
    ${run.body && !tasks?.length && html`<${Insights} insights=${meta.insights || run.body.insights} />`}
    ${meta.dashboard && html`<${DashboardNote} dashboard=${meta.dashboard} stored=${meta.stored} turnId=${answerId} />`}
  </div>`;
}

const NO_ACTIONS = {};
