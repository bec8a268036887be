/** What of an answer can be changed with a click: asked for when somebody is about to. */
import { call } from "../api/client.js";
import { useState } from "../lib/html.js";

/**
 * @typedef {{text: string, refinement: string}} Choice
 * @typedef {{turn_id: string, refinable: boolean,
 *   tokens: Array<{index: number, remove: string|null, choices: Choice[]}>,
 *   add: Array<{kind: string, text: string, refinement: string}>}} Edits
 */

/** @type {Map<string, Promise<Edits>>} */
const asked = new Map();

/**
 * The edits of a turn's answer, once `load` was called; null until they are there.
 *
 * @param {string} sessionId
 * @param {string|null} turnId
 * @returns {{edits: Edits|null, failed: boolean, load: () => void}}
 */
export function useEdits(sessionId, turnId) {
  const [known, setKnown] = useState(/** @type {{of: string, edits: Edits|null, failed: boolean}|null} */ (null));
  const load = () => {
    if (!turnId || (known?.of === turnId && !known.failed)) return;
    let edits = asked.get(turnId);
    if (!edits) {
      edits = call(`/sessions/${encodeURIComponent(sessionId)}/turns/${turnId}/edits`);
      asked.set(turnId, edits);
      edits.catch(() => asked.delete(turnId));
    }
    setKnown({ of: turnId, edits: null, failed: false });
    edits.then(
      (found) => setKnown({ of: turnId, edits: found, failed: false }),
      () => setKnown({ of: turnId, edits: null, failed: true }),
    );
  };
  const current = known?.of === turnId ? known : null;
  return { edits: current?.edits ?? null, failed: current?.failed ?? false, load };
}
