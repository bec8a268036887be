/** Cells as a person reads them, by what the service says of their column. */

/**
 * @typedef {{name: string, label: string, type: string, role: string, style: string,
 *   unit: string|null, decimals: number|null, grain: string|null, identifier?: boolean}} Column
 */

const LOCALE = "en-US";
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** @type {Map<string, Intl.NumberFormat>} */
const formats = new Map();

/** @param {Intl.NumberFormatOptions} options */
function numberFormat(options) {
  const key = JSON.stringify(options);
  let format = formats.get(key);
  if (!format) formats.set(key, (format = new Intl.NumberFormat(LOCALE, options)));
  return format;
}

/** @param {Column} column */
export const isNumeric = (column) => column.type === "number" || column.type === "integer";

/**
 * How values of a column are written: made once for a column, since a table has thousands.
 *
 * @param {Column} column
 * @returns {(value: any) => string}
 */
export function writerOf(column) {
  if (isNumeric(column)) return numberWriter(column);
  if (column.type === "date" || column.type === "datetime" || column.type === "timestamp") {
    return (value) => (value === null || value === undefined ? "" : writeTime(String(value), column.grain));
  }
  if (column.type === "boolean") return (value) => (value === null ? "" : value ? "Yes" : "No");
  return (value) => (value === null || value === undefined ? "" : String(value));
}

/**
 * @param {Column} column
 * @returns {(value: any) => string}
 */
function numberWriter({ identifier, style, unit, decimals }) {
  const digits = (/** @type {number} */ usual) => ({
    minimumFractionDigits: decimals ?? usual,
    maximumFractionDigits: decimals ?? usual,
  });
  const whole = numberFormat({ maximumFractionDigits: decimals ?? 0, minimumFractionDigits: decimals ?? 0 });
  /** @type {(value: number) => string} */
  let write;
  if (style === "percent") {
    const percent = numberFormat({ style: "percent", ...digits(1) });
    write = (value) => percent.format(value);
  } else if (style === "currency" && unit && /^[A-Z]{3}$/.test(unit)) {
    const exact = numberFormat({ style: "currency", currency: unit, ...digits(2) });
    write = (value) => exact.format(value);
  } else if (style === "plain" || identifier) {
    write = String; // a number that names something is no amount
  } else {
    const broken = numberFormat({ maximumFractionDigits: decimals ?? 2 });
    const suffix = unit ? ` ${unit}` : "";
    write = (value) => (Number.isInteger(value) ? whole : broken).format(value) + suffix;
  }
  return (/** @type {any} */ value) => {
    if (value === null || value === undefined) return "";
    const number = typeof value === "number" ? value : Number(value);
    return Number.isNaN(number) ? String(value) : write(number);
  };
}

/**
 * @param {string} text ISO 8601
 * @param {string|null} grain
 */
export function writeTime(text, grain) {
  const [, year, month, day, time] = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d:\d\d))?/.exec(text) || [];
  if (!year) return text;
  switch (grain) {
    case "year":
      return year;
    case "quarter":
      return `Q${Math.ceil(Number(month) / 3)} ${year}`;
    case "month":
      return `${MONTHS[Number(month) - 1]} ${year}`;
    default:
      return time && time !== "00:00" ? `${year}-${month}-${day} ${time}` : `${year}-${month}-${day}`;
  }
}

/** @param {number} count */
export const writeCount = (count) => numberFormat({}).format(count);

/**
 * "12 ms", "2.3 s", "1 min 5 s".
 *
 * @param {number} ms
 */
export function writeDuration(ms) {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}

/**
 * "1 row", "48 rows".
 *
 * @param {number} count
 * @param {string} noun
 */
export const counted = (count, noun) => `${writeCount(count)} ${noun}${count === 1 ? "" : "s"}`;
