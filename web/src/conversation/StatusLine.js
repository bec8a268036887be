/** One line on how a turn stands; it opens into what was done, and on what the answer rests. */
import { Icon } from "../lib/icons.js";
import { html, useEffect, useId, useState } from "../lib/html.js";
import { statusOf } from "./status.js";

/** Most lines are never opened, so what is in them is fetched when one is. */
const details = () => import("./Details.js");

/**
 * @param {{run: import("./turns.js").Run, reconnect: () => void}} props
 */
export function StatusLine({ run, reconnect }) {
  const [open, setOpen] = useState(false);
  const [Details, setDetails] = useState(/** @type {{is: any}|null} */ (null));
  const id = useId();
  const { tone, text } = statusOf(run);
  useEffect(() => {
    if (open && !Details) details().then((module) => setDetails({ is: module.Details }));
  }, [open]);
  const verified = run.body?.metadata.verified;
  return html`<div class="status">
    <div class="status-row">
      <button type="button" class="status-line" data-tone=${tone} aria-expanded=${String(open)} aria-controls=${open ? id : undefined}
        onPointerEnter=${details} onClick=${() => setOpen(!open)}>
        <span class="dot"></span><span>${text}</span><${Icon} name="chevronDown" size=${14} />
      </button>
      ${run.interruption && (run.interruption.gaveUp || run.interruption.attempt > 2) && !run.interruption.signIn &&
      html`<button type="button" class="button small" onClick=${reconnect}>Try again now</button>`}
      ${verified && html`<span class="verified"><${Icon} name="verified" size=${14} />Verified${verified.by && ` by ${verified.by}`}${verified.on && ` on ${verified.on}`}</span>`}
    </div>
    ${open && Details && html`<div id=${id}><${Details.is} run=${run} /></div>`}
  </div>`;
}
