/** The parts of a compound question, each with its own answer. */
import { html, useState } from "../lib/html.js";
import { Clarification } from "./Clarification.js";
import { ErrorCard } from "./ErrorCard.js";
import { Insights } from "./Insights.js";
import { Prose } from "./Prose.js";
import { Result, useSame } from "./Result.js";
import { Assumptions, Tokens } from "./Tokens.js";
import { failureOf } from "./turns.js";

/**
 * `turnId` is the turn that they are of, null where nothing can be had of it.
 *
 * @param {{tasks: Array<Record<string, any>>, sessionId: string, turnId: string|null, live: boolean,
 *   answer: ((text: string) => void)|null}} props
 */
export function Tasks({ tasks, sessionId, turnId, live, answer }) {
  return html`<ol class="tasks" aria-label="Parts of the question">
    ${tasks.map((task) => html`<${Task} key=${task.task_id} task=${task} sessionId=${sessionId} turnId=${turnId} live=${live} answer=${answer} />`)}
  </ol>`;
}

const NO_ACTIONS = {};

/**
 * @param {{task: Record<string, any>, sessionId: string, turnId: string|null, live: boolean,
 *   answer: ((text: string) => void)|null}} props
 */
function Task({ task, sessionId, turnId, live, answer }) {
  const { title, sql, columns, data, row_count, truncated, chart, author, pinnable, clarification, error, insights, understood } = task;
  const result = useSame({ title, sql, columns, data, row_count, truncated, chart, author, pinnable });
  const [tab, setTab] = useState(/** @type {import("./Result.js").Tab} */ (null));
  const part = Number(task.task_id.split("-").at(-1));
  return html`<li class="task">
    <h3>${task.question}</h3>
    <${Tokens} tokens=${understood?.tokens || []} sessionId=${sessionId} turnId=${null} refine=${null} fork=${null} />
    <${Assumptions} sentences=${understood?.assumptions || []} />
    ${clarification
      ? html`<${Clarification} clarification=${clarification} text=${task.response} answer=${answer} />`
      : error
        ? html`<${ErrorCard} failure=${failureOf(error, null)} />`
        : task.response && html`<${Prose} text=${task.response} />`}
    <${Result} result=${result} sessionId=${sessionId} turnId=${turnId} part=${part} live=${live} latest=${false}
      actions=${NO_ACTIONS} tab=${tab} onTab=${setTab} />
    <${Insights} insights=${insights || []} />
  </li>`;
}
