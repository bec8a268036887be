/** Keys of the turns: from one to the next, and what can be done with the one that is looked at. */
import { useKeys } from "../lib/keys.js";
import { openPinIn } from "../result/ResultCard.js";

/** @type {Array<"chart"|"table"|"sql">} */
const TABS = ["chart", "table", "sql"];

/**
 * `current` is the turn that is looked at, or the newest.
 *
 * @param {{turns: import("./turns.js").Turn[], current: import("./turns.js").Turn|undefined, busy: boolean,
 *   conversation: import("./session.js").Conversation, goTo: (turn: import("./turns.js").Turn) => void,
 *   setTab: (key: string, tab: "chart"|"table"|"sql") => void}} props
 */
export function useTurnKeys({ turns, current, busy, conversation, goTo, setTab }) {
  const at = current ? turns.indexOf(current) : -1;
  const to = (/** @type {number} */ index) => {
    const turn = turns[index];
    if (turn) goTo(turn);
  };
  /** @type {Record<string, () => void>} */
  const keys = {
    j: () => to(Math.min(at + 1, turns.length - 1)),
    k: () => to(Math.max(at - 1, 0)),
  };
  if (current?.id && current.phase !== "working") {
    const { id } = current;
    if (!busy) keys.r = () => conversation.rerun(id);
    if (current.phase === "complete") keys.f = () => void conversation.fork(id);
  }
  if (current) {
    keys.p = () => openPinIn(document.getElementById(`turn-${current.key}`));
    TABS.forEach((tab, index) => (keys[index + 1] = () => setTab(current.key, tab)));
    const options = !busy && current === turns.at(-1) ? current.body?.metadata.clarification?.options || [] : [];
    for (const { number, label } of options.slice(0, 9)) keys[number] = () => void conversation.ask(label);
  }
  if (busy) keys.Escape = () => conversation.stop();
  useKeys(keys);
}
