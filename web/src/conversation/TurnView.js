/** One turn, top to bottom: the question, what was understood of it, how it stands, its answer. */
import { Component, html, useState } from "../lib/html.js";
import { writeTime } from "../lib/format.js";
import { Answer } from "./Answer.js";
import { Comment } from "./Comment.js";
import { part } from "../lib/lazy.js";
import { chosen } from "./session.js";
import { StatusLine } from "./StatusLine.js";
import { Suggestions } from "./Suggestions.js";
import { Assumptions, Tokens } from "./Tokens.js";
import { TurnActions } from "./TurnActions.js";

const Rerun = part(() => import("./Rerun.js").then((module) => module.Rerun));

/**
 * @typedef {{turn: import("./turns.js").Turn, conversation: import("./session.js").Conversation, busy: boolean,
 *   latest: boolean, current: boolean, tab: import("./Result.js").Tab,
 *   setTab: (key: string, tab: import("./Result.js").Tab) => void}} TurnProps
 */

/** Drawn anew when it is another turn, or stands another way, and not with every piece of the newest text. */
export class TurnItem extends Component {
  /** @param {Record<string, any>} next */
  shouldComponentUpdate(next) {
    const now = /** @type {Record<string, any>} */ (this.props);
    return Object.keys(next).some((name) => next[name] !== now[name]);
  }

  render() {
    return html`<${TurnView} ...${this.props} />`;
  }
}

/** @param {TurnProps} props */
function TurnView({ turn, conversation, busy, latest, current, tab, setTab }) {
  const { sessionId, ask, refine, rerun, fork, rate, closeRerun, reconnect, visualize } = conversation;
  const [commenting, setCommenting] = useState(false);
  const understood = turn.body?.metadata.understood || turn.partial.understood;
  const id = turn.id || ""; // what needs one is shown once there is one
  const newestId = turn.redraws.at(-1) || turn.id;
  const free = latest && !busy;
  const titleId = `turn-${turn.key}`;
  const again = () => (turn.kind === "refine" ? refine(turn.question) : ask(turn.question, { ...chosen(), breakdown: turn.kind === "breakdown" }));
  // Of several queries, none can be said to be the one that changes.
  const isOne = !turn.body?.metadata.tasks?.length;
  const answerId = isOne ? newestId : turn.id;
  const rated = (/** @type {"up"|"down"|null} */ rating) => {
    rate(id, rating);
    setCommenting(rating !== null);
  };
  const suggested = (/** @type {string} */ text, /** @type {string} */ kind) => (kind === "refine" ? refine(text) : ask(text));

  return html`<article class="turn" id=${titleId} data-latest=${latest} data-current=${current} aria-labelledby=${`${titleId}-title`}>
    <div class="turn-content">
      <div class="turn-head">
        <h2 class="turn-title" id=${`${titleId}-title`} tabindex="-1">${turn.question}</h2>
        ${turn.id && turn.phase !== "working" &&
        html`<${TurnActions} turn=${turn} sessionId=${sessionId} busy=${busy} rerun=${() => rerun(id)} fork=${() => fork(id)} rate=${rated} />`}
      </div>
      ${commenting && turn.rating &&
      html`<${Comment} rating=${turn.rating.rating} send=${(/** @type {string} */ comment) => rate(id, turn.rating?.rating ?? null, comment)} close=${() => setCommenting(false)} />`}
      <${Tokens} tokens=${understood?.tokens || []} sessionId=${sessionId} turnId=${turn.phase === "complete" ? answerId : null}
        refine=${free && isOne ? refine : null} fork=${latest || !isOne ? null : () => fork(id)} />
      <${Assumptions} sentences=${understood?.assumptions || []} />
      <div class="runs" data-compared=${turn.again ? "" : undefined}>
        <div class="run">
          ${turn.again && html`<p class="rerun-then">Then${turn.acceptedAt && ` · ${writeTime(turn.acceptedAt, null)}`}</p>`}
          <${StatusLine} run=${turn} reconnect=${reconnect} />
          <${Answer} run=${turn} sessionId=${sessionId} answerId=${answerId} chart=${turn.chart} latest=${latest}
            answer=${free ? ask : null} retry=${latest ? (busy ? null : again) : null} edit=${() => edit(turn.question)}
            visualize=${latest && turn.body ? visualize : null} tab=${tab} onTab=${(/** @type {any} */ next) => setTab(turn.key, next)} />
        </div>
        ${turn.again &&
        html`<${Rerun} again=${turn.again} before=${turn} sessionId=${sessionId} reconnect=${reconnect}
          retry=${() => rerun(id)} close=${() => closeRerun(id)} />`}
      </div>
      ${free && newestId && turn.phase === "complete" && !turn.body?.metadata.clarification && !turn.body?.metadata.dashboard &&
      html`<${Suggestions} sessionId=${sessionId} turnId=${newestId} ask=${suggested} />`}
    </div>
  </article>`;
}

/** Puts a text where questions are written; @param {string} text */
function edit(text) {
  dispatchEvent(new CustomEvent("parley:edit", { detail: text }));
}
