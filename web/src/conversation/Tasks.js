/** The parts of a compound question, each with its own answer. */
import { html, useState } from "../lib/html.js";
import { Clarification } from "./Clarification.js";
import { ErrorCard } from "./ErrorCard.js";
import { Insights } from "./Insights.js";
import { Prose } from "./Prose.js";
import { Result, useSame } from "./Result.js";
import { Assumptions, Tokens } from "./Tokens.js";
import { failureOf } from "./turns.js";

/** @typedef {(type: string, part?: number) => Promise<void>} Visualize */

/**
 * `turnId` is the turn that they are of, null where nothing can be had of it.
 *
 * @param {{tasks: Array<Record<string, any>>, sessionId: string, turnId: string|null, live: boolean,
 *   answer: ((text: string) => void)|null, visualize: Visualize|null}} props
 */
export function Tasks({ tasks, ...shared }) {
  return html`<ol class="tasks" aria-label="Parts of the question">
    ${tasks.map((task) => html`<${Task} key=${task.task_id} task=${task} ...${shared} />`)}
  </ol>`;
}

const NO_ACTIONS = {};

/**
 * @param {{task: Record<string, any>, sessionId: string, turnId: string|null, live: boolean,
 *   answer: ((text: string) => void)|null, visualize: Visualize|null}} props
 */
function Task({ task, sessionId, turnId, live, answer, visualize }) {
  const { title, sql, columns, data, row_count, truncated, chart, author, pinnable, clarification, error, insights, understood, drawn_by: drawnBy } = task;
  const result = useSame({ title, sql, columns, data, row_count, truncated, chart, author, pinnable });
  const [tab, setTab] = useState(/** @type {import("./Result.js").Tab} */ (null));
  const part = Number(task.task_id.split("-").at(-1));
  // What drew it another way has it as the whole of its answer.
  const place = drawnBy ? { turnId: drawnBy } : { turnId, part };
  const actions = visualize && sql ? { visualize: (/** @type {string} */ type) => visualize(type, part) } : NO_ACTIONS;
  return html`<li class="task">
    <h3>${task.question}</h3>
    <${Tokens} tokens=${understood?.tokens || []} sessionId=${sessionId} turnId=${null} refine=${null} fork=${null} />
    <${Assumptions} sentences=${understood?.assumptions || []} />
    ${clarification
      ? html`<${Clarification} clarification=${clarification} text=${task.response} answer=${answer} />`
      : error
        ? html`<${ErrorCard} failure=${failureOf(error, null)} />`
        : task.response && html`<${Prose} text=${task.response} />`}
    <${Result} result=${result} sessionId=${sessionId} ...${place} live=${live} latest=${false}
      actions=${actions} tab=${tab} onTab=${setTab} />
    <${Insights} insights=${insights || []} />
  </li>`;
}
