/** What filters are set to: by the dashboard, and by the address for this one look. */

/** @typedef {import("./types.js").Filter} Filter */
/** @typedef {import("./types.js").Setting} Setting */
/** @typedef {import("./types.js").Moving} Moving */
/** @typedef {Record<string, Setting>} Settings */

/** The periods that are offered, all of them by today. @type {[string, Moving][]} */
export const PERIODS = [
  ["This month", { span: "this", grain: "month" }],
  ["This quarter", { span: "this", grain: "quarter" }],
  ["This year", { span: "this", grain: "year" }],
  ["Last month", { span: "previous", grain: "month" }],
  ["Last quarter", { span: "previous", grain: "quarter" }],
  ["Last year", { span: "previous", grain: "year" }],
  // Whole months, as the same words mean in a question.
  ["Last 12 months", { span: "previous", grain: "month", count: 12 }],
];

/**
 * What the address says; nothing where it says it wrongly.
 *
 * @param {string|null} text
 * @returns {Settings}
 */
export function readSettings(text) {
  if (!text) return {};
  try {
    const read = JSON.parse(text);
    return read && typeof read === "object" && !Array.isArray(read) ? read : {};
  } catch {
    return {};
  }
}

/**
 * As the address and the service take it; null where nothing differs from the dashboard.
 *
 * @param {Settings} settings
 * @param {readonly Filter[]} filters settings of others have no meaning any more
 */
export function writeSettings(settings, filters) {
  const known = Object.entries(settings).filter(([id]) => filters.some((filter) => filter.id === id));
  return known.length ? JSON.stringify(Object.fromEntries(known)) : null;
}

/**
 * @param {Filter} filter
 * @returns {Setting} as the dashboard has it
 */
function ownSetting(filter) {
  if (filter.kind === "values") return filter.values;
  if (filter.moving) return { moving: filter.moving };
  return filter.range ? { start: filter.range.start, end: filter.range.end } : null;
}

/**
 * @param {Filter} filter
 * @param {Settings} settings
 * @returns {Setting}
 */
export function settingOf(filter, settings) {
  const set = settings[filter.id];
  return set === undefined ? ownSetting(filter) : set;
}

/**
 * @param {Filter} filter
 * @param {Setting} setting
 * @param {Settings} settings
 * @returns {Settings} with the filter's, or without it where that is the dashboard's own
 */
export function withSetting(filter, setting, settings) {
  const { [filter.id]: _, ...rest } = settings;
  return isSame(setting, ownSetting(filter)) ? rest : { ...rest, [filter.id]: setting };
}

/**
 * @param {Filter} filter
 * @param {Setting} setting
 * @returns {Filter} that has it for its own
 */
export function withOwn(filter, setting) {
  if (filter.kind === "values") return { ...filter, values: Array.isArray(setting) ? setting : [] };
  if (!setting || Array.isArray(setting)) return { ...filter, moving: null, range: null };
  if (setting.moving) return { ...filter, moving: setting.moving, range: null };
  const { start = null, end = null } = setting;
  return { ...filter, moving: null, range: { start, end, label: describeDates(setting) } };
}

/**
 * @param {Setting} a
 * @param {Setting} b
 */
export const isSame = (a, b) => JSON.stringify(plain(a)) === JSON.stringify(plain(b));

/** @param {Setting} setting */
function plain(setting) {
  if (!setting) return null;
  if (Array.isArray(setting)) return setting.length ? [...setting].sort() : null;
  if (setting.moving) {
    const { span, grain, count = 1, skip = 0, fiscal = false, side = "in" } = setting.moving;
    return [span, grain, count, skip, fiscal, side];
  }
  return setting.start || setting.end ? [setting.start || null, setting.end || null] : null;
}

/**
 * "This year", "Last 3 months", "Jan 1, 2025 to Mar 31, 2025", "All".
 *
 * @param {Setting} setting
 * @returns {string}
 */
export function describeDates(setting) {
  if (!setting || Array.isArray(setting)) return "All";
  const { moving, start, end } = setting;
  if (moving) {
    const known = PERIODS.find(([, period]) => isSame({ moving: period }, setting));
    return known ? known[0] : describeMoving(moving);
  }
  const last = end ? dayBefore(end) : null;
  if (start && last) return wholeUnit(start, last) || `${writeDay(start)} to ${writeDay(last)}`;
  if (start) return `Since ${writeDay(start)}`;
  return last ? `Until ${writeDay(last)}` : "All";
}

/** @param {Moving} moving */
function describeMoving({ span, grain, count = 1, skip = 0, fiscal, side = "in" }) {
  const unit = (fiscal ? "fiscal " : "") + grain;
  const many = count === 1 ? unit : `${count} ${unit}s`;
  const said =
    span === "to_date"
      ? `this ${unit} to date`
      : span === "trailing"
        ? `${many} up to today`
        : span === "this"
          ? `this ${unit}`
          : skip
            ? `${many}, ${skip + 1} ${unit}s ago`
            : `last ${many}`;
  return capital(side === "in" ? said : `${side} ${said}`);
}

/**
 * "2025", "Q1 2025", "Mar 2025": what a person would call these days, if they have a name.
 *
 * @param {string} start
 * @param {string} last
 */
function wholeUnit(start, last) {
  const [year = 0, month = 0, day = 0] = start.split("-").map(Number);
  const [lastYear = 0, lastMonth = 0] = last.split("-").map(Number);
  const isWhole = day === 1 && year === lastYear && daysLater(last, 1).endsWith("-01");
  if (!isWhole) return null;
  if (month === 1 && lastMonth === 12) return String(year);
  if (month % 3 === 1 && lastMonth === month + 2) return `Q${(month + 2) / 3} ${year}`;
  return month === lastMonth ? utc(start, { month: "short", year: "numeric" }) : null;
}

/** @param {string} day ISO */
export const dayBefore = (day) => daysLater(day, -1);

/** @param {string} day ISO */
export const dayAfter = (day) => daysLater(day, 1);

/**
 * @param {string} day
 * @param {number} count
 */
function daysLater(day, count) {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + count);
  return date.toISOString().slice(0, 10);
}

/** @param {string} day ISO */
export const writeDay = (day) => utc(day, { month: "short", day: "numeric", year: "numeric" });

/**
 * @param {string} day
 * @param {Intl.DateTimeFormatOptions} options
 */
const utc = (day, options) =>
  new Intl.DateTimeFormat("en-US", { ...options, timeZone: "UTC" }).format(new Date(`${day}T00:00:00Z`));

/** @param {string} text */
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
