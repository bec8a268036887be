/** How long ago something was. */

/**
 * "just now", "5 minutes ago", "yesterday", "Mar 3, 2025".
 *
 * @param {string} at ISO 8601
 * @param {number} [now] in milliseconds
 */
export function writeWhen(at, now = Date.now()) {
  const minutes = Math.round((now - Date.parse(at)) / 60_000);
  if (minutes < 1) return "just now";
  if (minutes < 60) return ago(minutes, "minute");
  if (minutes < 24 * 60) return ago(Math.round(minutes / 60), "hour");
  const days = Math.round(minutes / (24 * 60));
  if (days < 7) return days === 1 ? "yesterday" : ago(days, "day");
  return new Intl.DateTimeFormat("en-US", { month: "short", day: "numeric", year: "numeric" }).format(Date.parse(at));
}

/**
 * @param {number} count
 * @param {string} unit
 */
const ago = (count, unit) => `${count} ${unit}${count === 1 ? "" : "s"} ago`;
