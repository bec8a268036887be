/** SQL as pieces to colour, and in lines. */

/** @typedef {{kind: "keyword"|"function"|"string"|"number"|"comment"|"plain", text: string}} Piece */

const KEYWORDS = new Set(
  `ALL AND ANY AS ASC BETWEEN BY CASE CAST CROSS CURRENT CURRENT_DATE CURRENT_TIMESTAMP DATE DESC DISTINCT ELSE END
  EXCEPT EXISTS FALSE FETCH FILTER FIRST FOLLOWING FROM FULL GROUP GROUPING HAVING ILIKE IN INNER INTERSECT INTERVAL
  IS JOIN LAST LATERAL LEFT LIKE LIMIT NATURAL NOT NULL NULLS OFFSET ON OR ORDER OUTER OVER PARTITION PRECEDING
  QUALIFY RANGE RECURSIVE RIGHT ROW ROWS SELECT SETS SIMILAR TABLE THEN TIME TIMESTAMP TRUE UNBOUNDED UNION USING
  VALUES WHEN WHERE WINDOW WITH WITHIN`.split(/\s+/),
);

const PIECES =
  /(?<comment>--[^\n]*|\/\*[\s\S]*?\*\/)|(?<string>'(?:[^']|'')*')|(?<quoted>"(?:[^"]|"")*"|`[^`]*`|\[[A-Za-z_][^\]\n]*\])|(?<number>\b\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\b)|(?<word>[\p{L}_][\p{L}\p{N}_$]*)|(?<rest>\s+|.)/gu;

/**
 * The whole text, in order: joined again, the pieces are what was given.
 *
 * @param {string} sql
 * @returns {Piece[]}
 */
export function piecesOf(sql) {
  /** @type {Piece[]} */
  const pieces = [];
  for (const match of sql.matchAll(PIECES)) {
    const [text] = match;
    const { comment, string, number, word } = match.groups || {};
    const opens = sql[match.index + text.length] === "(";
    const kind = comment
      ? "comment"
      : string
        ? "string"
        : number
          ? "number"
          : word && KEYWORDS.has(word.toUpperCase()) && !(opens && /^(date|left|right|time|timestamp)$/i.test(word))
            ? "keyword"
            : word && opens
              ? "function"
              : "plain";
    const before = pieces.at(-1);
    if (kind === "plain" && before?.kind === "plain") before.text += text;
    else pieces.push({ kind, text });
  }
  return pieces;
}

// Words that begin a line where SQL came in one.
const CLAUSES = /^(SELECT|FROM|WHERE|GROUP|HAVING|ORDER|LIMIT|UNION|WINDOW|QUALIFY|(LEFT|RIGHT|FULL|INNER|CROSS)|JOIN|AND|OR)$/i;

/**
 * SQL of one long line in several: a line for each clause that is in no parentheses. Other SQL stays.
 *
 * @param {string} sql
 */
export function brokenIntoLines(sql) {
  const text = sql.trim();
  if (text.includes("\n") || text.length <= 80) return text;
  let depth = 0;
  let between = false;
  let before = "";
  let lines = "";
  for (const { kind, text: part } of piecesOf(text)) {
    for (const sign of kind === "plain" ? part : "") depth += sign === "(" ? 1 : sign === ")" ? -1 : 0;
    const word = part.toUpperCase();
    const begins = kind === "keyword" && depth === 0 && CLAUSES.test(word) && lines !== "";
    const goesOn = (word === "AND" && between) || (word === "JOIN" && /^(LEFT|RIGHT|FULL|INNER|CROSS|OUTER)$/.test(before));
    if (begins && !goesOn) lines = `${lines.trimEnd()}\n${word === "AND" || word === "OR" ? "  " : ""}`;
    lines += part;
    if (kind === "keyword") {
      between = word === "BETWEEN" || (between && word !== "AND");
      before = word;
    }
  }
  return lines;
}
