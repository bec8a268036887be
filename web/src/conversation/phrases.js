/** What was understood, put as a phrase: "[Revenue] by [Month] [Region] in [2024] only [West]". */

/**
 * @typedef {{kind: string, text: string, source: string, start: number|null, end: number|null}} Token
 * @typedef {{index: number, kind: string, lead: string|null, text: string, whole: string}} Part
 *   `index` among the tokens; `lead` are the small words before it, null where the part before has them
 */

/** In the order in which a phrase names them. */
const ORDER = ["measure", "group", "comparison", "time", "filter", "order", "limit", "forecast", "chart"];
/** Words that a token begins with and that are not its own: those of the engine's languages. */
const LEADS = /^(by|in the|in|only|without|from|since|until|before|after|on|for|compared with|nach|im|in den|nur|ohne|von|seit|bis|vor|am|für|verglichen mit)\s+(\S.*)$/iu;

/**
 * @param {Token[]} tokens
 * @returns {Part[]}
 */
export function phraseOf(tokens) {
  const parts = tokens.map((token, index) => {
    const [, lead, rest] = LEADS.exec(token.text) || [];
    const groups = lead !== undefined && /^(by|nach)$/i.test(lead);
    const kind = groups || token.kind === "dimension" ? "group" : token.kind;
    const text = rest === undefined ? token.text : rest[0]?.toLocaleUpperCase() + rest.slice(1);
    return { index, kind, lead: lead?.toLocaleLowerCase() ?? null, text, whole: token.text };
  });
  parts.sort((one, other) => ORDER.indexOf(one.kind) - ORDER.indexOf(other.kind) || one.index - other.index);
  return parts.map((part, at) => {
    const before = parts[at - 1];
    const lead = part.lead ?? (part.kind === "filter" ? "where" : null);
    const beforeLead = before && (before.lead ?? (before.kind === "filter" ? "where" : null));
    return { ...part, lead: before && before.kind === part.kind && lead === beforeLead ? null : lead };
  });
}
