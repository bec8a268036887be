/** Turns as the page knows them: from the service's lines, and from the events of a run. */

/**
 * What becomes of a run. `phase` "working" until its ending. `partial` is what is ready of the answer,
 * `body` the whole answer (null: there is none, or it is no longer kept). `startedAt` in ms, null where
 * it began before this page. `steps` have their times when they are known.
 *
 * @typedef {{agent: string|null, message: string, elapsed_ms?: number, at?: number}} Step
 * @typedef {{code: string, message: string, reason: string, details: Record<string, any>, requestId: string|null}} Failure
 * @typedef {{runId: string|null, phase: "working"|"complete"|"error"|"cancelled", steps: Step[], text: string,
 *   partial: Record<string, any>, body: Record<string, any>|null, error: Failure|null,
 *   interruption: import("./follow.js").Interruption|null, startedAt: number|null}} Run
 *
 * `key` is stable, also before there is an `id`. `redraws`: ids of the turns that drew the answer
 * another way, `chart` what the last of them drew. `again` is a rerun that is looked at.
 *
 * @typedef {Run & {key: string, id: string|null, kind: string, question: string, acceptedAt: string|null,
 *   rating: {rating: "up"|"down", comment: string|null}|null, chart: Record<string, any>|null,
 *   redraws: string[], again: Run|null}} Turn
 * @typedef {import("./follow.js").RunEvent} RunEvent
 */

/**
 * @param {Partial<Run>} [known]
 * @returns {Run}
 */
export const newRun = (known) => ({
  runId: null, phase: "working", steps: [], text: "", partial: {}, body: null, error: null,
  interruption: null, startedAt: null, ...known,
}); // prettier-ignore

/**
 * @param {Partial<Turn> & {key: string, kind: string, question: string}} known
 * @returns {Turn}
 */
export const newTurn = (known) => ({
  ...newRun(), id: null, acceptedAt: null, rating: null, chart: null, redraws: [], again: null, ...known,
}); // prettier-ignore

/**
 * A turn, or a rerun, as the service lists it.
 *
 * @param {Record<string, any>} line
 * @returns {Turn}
 */
export function turnOf(line) {
  return newTurn({
    key: line.run_id,
    id: line.turn_id,
    kind: line.kind,
    question: line.content || line.title || "Untitled",
    acceptedAt: line.accepted_at,
    rating: line.rating || null,
    ...standing(line),
  });
}

/**
 * How a run stands.
 *
 * @param {Record<string, any>} line
 * @returns {Run}
 */
export function standing(line) {
  const body = line.answer || null;
  const partial = line.partial || {};
  return newRun({
    runId: line.run_id,
    phase: line.outcome || "working",
    body,
    partial,
    text: body?.response || partial.response || "",
    steps: body?.metadata.steps || partial.steps || [],
    error: line.error ? failureOf(line.error, null) : null,
  });
}

/**
 * @param {{code?: string, message?: string, reason?: string, details?: Record<string, any>}} error
 * @param {string|null} requestId
 * @returns {Failure}
 */
export const failureOf = (error, requestId) => ({
  code: error.code || "",
  message: error.message || "",
  reason: String(error.details?.reason || error.reason || ""),
  details: error.details || {},
  requestId,
});

/**
 * The run after an event.
 *
 * @template {Run} R
 * @param {R} run
 * @param {RunEvent} event
 * @returns {R}
 */
export function after(run, { name, data, requestId }) {
  switch (name) {
    case "progress": {
      const step = { agent: data.agent, message: data.message, at: performance.now() };
      if (data.restart) return { ...run, text: "", steps: [step] };
      return { ...run, steps: [...timed(run.steps), step] };
    }
    case "partial":
      return { ...run, partial: withNews(run.partial, data) };
    case "text":
      return { ...run, text: run.text + data.content };
    case "complete": {
      const { result } = data;
      const steps = result.metadata.steps || timed(run.steps);
      return { ...run, phase: "complete", body: result, text: result.response, steps };
    }
    case "error":
      return { ...stopped(run, data), phase: "error", error: failureOf(data.error, requestId) };
    case "cancelled":
      return { ...stopped(run, data), phase: "cancelled" };
    default:
      return run; // a word of a later version
  }
}

/**
 * What is ready of an answer, with what became so now; of a part of a compound question too.
 *
 * @param {Record<string, any>} partial
 * @param {Record<string, any>} news
 */
function withNews({ tasks = [], ...partial }, { task, ...news }) {
  if (!task) return { ...partial, ...news, ...(tasks.length && { tasks }) };
  const isKnown = tasks.some((/** @type {any} */ one) => one.task_id === task.task_id);
  const all = isKnown ? tasks.map((/** @type {any} */ one) => (one.task_id === task.task_id ? { ...one, ...task } : one)) : [...tasks, task];
  return { ...partial, ...news, tasks: all };
}

/**
 * What there is of a run without an answer.
 *
 * @template {Run} R
 * @param {R} run
 * @param {Record<string, any>} ending
 * @returns {R}
 */
const stopped = (run, { usage }) => ({ ...run, steps: timed(run.steps), partial: { ...run.partial, usage } });

/** @param {Step[]} steps the last of them ends now */
function timed(steps) {
  const last = steps.at(-1);
  if (!last || last.at === undefined || last.elapsed_ms !== undefined) return steps;
  return [...steps.slice(0, -1), { ...last, elapsed_ms: performance.now() - last.at }];
}

/** What is there of a run's answer; @param {Run} run */
export function resultOf(run) {
  const { body, partial } = run;
  if (!body) return partial;
  const { title, columns, row_count, truncated, chart, author, pinnable, query_time_ms } = body.metadata;
  return { title, sql: body.sql, columns, data: body.data, row_count, truncated, chart, author, pinnable, query_time_ms };
}

/** @type {WeakMap<Turn, {last: Turn, whole: Turn}>} */
const redrawn = new WeakMap();

/**
 * The turns that are shown: one that only draws an answer another way belongs to that answer. Where the
 * answer is not among them, the turn stands for itself.
 *
 * @param {Turn[]} turns oldest first
 * @param {boolean} areAll false: there are earlier ones
 * @returns {Turn[]}
 */
export function shownOf(turns, areAll) {
  /** @type {Array<{turn: Turn, redraws: Turn[]}>} */
  const shown = [];
  for (const turn of turns) {
    if (turn.kind !== "visualize") {
      shown.push({ turn, redraws: [] });
      continue;
    }
    if (turn.phase !== "complete" || !turn.body) continue;
    const { sql, metadata } = turn.body;
    const drawn = shown.findLast(({ turn: { body } }) => (metadata.part ? body?.metadata.tasks?.length >= metadata.part : body && body.sql === sql));
    if (drawn) drawn.redraws.push(turn);
    else if (areAll) shown.push({ turn, redraws: [] });
  }
  return shown.map(({ turn, redraws }) => (redraws.length ? withRedraws(turn, redraws) : turn));
}

/**
 * @param {Turn} turn
 * @param {Turn[]} redraws
 * @returns {Turn}
 */
function withRedraws(turn, redraws) {
  const last = /** @type {Turn} */ (redraws.at(-1));
  const known = redrawn.get(turn);
  if (known && known.last === last) return known.whole;
  const ids = redraws.map((one) => /** @type {string} */ (one.id));
  const whole = { ...turn, ...(last.body?.metadata.part ? withPartsRedrawn(turn, redraws) : wholeRedrawn(turn, last)), redraws: ids };
  redrawn.set(turn, { last, whole });
  return whole;
}

/**
 * Rows that had expired were asked for again.
 *
 * @param {Turn} turn
 * @param {Turn} last
 * @returns {Partial<Turn>}
 */
function wholeRedrawn(turn, last) {
  const chart = last.body?.metadata.chart;
  if (turn.body?.data) return { chart };
  return { chart, body: { ...turn.body, data: last.body?.data, metadata: { ...turn.body?.metadata, columns: last.body?.metadata.columns } } };
}

/**
 * A part is then what the turn that drew it last says: `drawn_by` is its id.
 *
 * @param {Turn} turn
 * @param {Turn[]} redraws
 * @returns {Partial<Turn>}
 */
function withPartsRedrawn(turn, redraws) {
  const tasks = turn.body?.metadata.tasks.map((/** @type {any} */ task, /** @type {number} */ index) => {
    const last = redraws.findLast((one) => one.body?.metadata.part === index + 1);
    if (!last?.body) return task;
    const { chart, columns } = last.body.metadata;
    return { ...task, chart, drawn_by: last.id, ...(!task.data && { data: last.body.data, columns }) };
  });
  return { body: { ...turn.body, metadata: { ...turn.body?.metadata, tasks } } };
}
