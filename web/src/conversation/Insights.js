/** What stands out in an answer, a card each. */
import { Icon } from "../lib/icons.js";
import { html } from "../lib/html.js";
import { emphasized } from "./Prose.js";

/** @typedef {{kind: string, text: string, direction?: "up"|"down"|null}} Insight */

/** @type {Record<string, import("../lib/icons.js").IconName>} */
const ICONS = {
  peak: "arrowUp",
  low: "arrowDown",
  trend: "rising",
  change: "rising",
  concentration: "pie",
  leader: "bars",
  spread: "boxplot",
  anomaly: "warning",
  missing: "info",
  contribution: "barsHorizontal",
  seasonality: "line",
  correlation: "scatter",
  forecast: "sparkle",
};
const MOVES = new Set(["trend", "change", "contribution", "forecast"]);

/** @param {{insights: Array<Insight|string>}} props */
export function Insights({ insights }) {
  if (!insights.length) return null;
  return html`<ul class="insights" data-count=${insights.length} aria-label="What stands out">
    ${insights.map((given) => {
      const insight = typeof given === "string" ? { kind: "", text: given, direction: null } : given;
      const moved = MOVES.has(insight.kind) ? insight.direction : null;
      const icon = moved === "down" ? "falling" : moved === "up" ? "rising" : ICONS[insight.kind] || "sparkle";
      return html`<li class="insight card" data-direction=${moved} data-kind=${insight.kind} key=${insight.text}>
        <${Icon} name=${icon} /><span>${emphasized(insight.text)}</span>
      </li>`;
    })}
  </ul>`;
}
