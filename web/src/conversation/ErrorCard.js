/** A turn that failed: what happened, what it means, what to do. */
import { Icon } from "../lib/icons.js";
import { html } from "../lib/html.js";
import { explain } from "./failures.js";

/**
 * `retry` and `edit` null: there is no such way here.
 *
 * @param {{failure: import("./turns.js").Failure, retry?: (() => void)|null, edit?: (() => void)|null}} props
 */
export function ErrorCard({ failure, retry, edit }) {
  const { title, meaning, advice } = explain(failure);
  return html`<div class="error-card" role="group" aria-label="Error">
    <${Icon} name="warning" size=${18} />
    <div>
      <h3>${title}</h3>
      ${meaning && html`<p>${meaning}</p>`}
      <p>${advice}</p>
      ${(retry || edit) &&
      html`<div class="error-actions">
        ${retry && html`<button type="button" class="button" onClick=${retry}>Try again</button>`}
        ${edit && html`<button type="button" class="button quiet" onClick=${edit}>Edit the question</button>`}
      </div>`}
      ${failure.requestId && html`<p class="error-id">Request <code>${failure.requestId}</code></p>`}
    </div>
  </div>`;
}
