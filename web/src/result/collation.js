/**
 * Texts as a person expects them to be in order: without case and accents, and with 9 before 10. Texts that
 * differ in nothing else follow their code units.
 *
 * A sort that asks for each pair of texts takes several times as long. Here each text is written once as a
 * key, units that are compared from left to right, and as many units of a key as fit are sorted as one
 * number by what the engine brings for numbers. The loops are plain ones: most sorts are the first of a page,
 * with nothing compiled yet.
 */

const MARKS = /\p{M}/gu;
const ZERO = 48;
const NINE = 57;
// So many tell whether texts repeat; to look at all of them takes long where they do not.
const SAMPLE = 500;

/** The unit that stands for a unit in a key; 0 where it is not known, or not one. */
const alone = new Uint16Array(0x10000);
for (let unit = 1; unit < 0x80; unit++) if (unit < ZERO || unit > NINE) alone[unit] = unit;

/** Those that become several units, or none. @type {Map<number, string>} */
const bare = new Map();

/** A letter with its marks taken off, each once: that takes longer than everything else. @param {number} unit */
function withoutMarks(unit) {
  let letters = bare.get(unit);
  if (letters === undefined) {
    letters = String.fromCharCode(unit).normalize("NFKD").replace(MARKS, "");
    if (letters.length === 1) alone[unit] = letters.charCodeAt(0);
    else bare.set(unit, letters);
  }
  return letters;
}

/** @typedef {{units: Uint16Array, starts: Uint32Array, used: Uint8Array}} Keys `used`: 1 for each unit in them */

/**
 * Keys one after another, each from its start to a 0. All texts are read as one: that is quicker from the
 * first time on. A number is written as how many digits it has, in the place of a digit, and then these.
 *
 * @param {string[]} texts
 * @returns {Keys}
 */
function keysOf(texts) {
  const all = `${texts.join("\0")}\0`.toLowerCase();
  const starts = new Uint32Array(texts.length + 1);
  const used = new Uint8Array(0x10000);
  // A digit alone takes two.
  let units = new Uint16Array(2 * all.length);
  let to = 0;
  let count = 0;
  for (let at = 0; at < all.length; at++) {
    const unit = all.charCodeAt(at);
    const letter = /** @type {number} */ (alone[unit]);
    if (letter) {
      units[to++] = letter;
      used[letter] = 1;
    } else if (unit === 0) {
      starts[++count] = ++to;
    } else if (unit > NINE) {
      const letters = withoutMarks(unit);
      if (to + letters.length + 2 * (all.length - at) > units.length) units = enlarged(units, letters.length);
      for (let next = 0; next < letters.length; next++) used[(units[to++] = letters.charCodeAt(next))] = 1;
    } else {
      const mark = to++;
      for (let digit = unit; digit >= ZERO && digit <= NINE; digit = all.charCodeAt(++at)) {
        if (digit > ZERO || to > mark + 1) used[(units[to++] = digit)] = 1;
      }
      at--;
      const digits = to - mark - 1;
      used[(units[mark] = Math.min(ZERO + digits, NINE))] = 1;
      if (ZERO + digits >= NINE) {
        units.copyWithin(mark + 2, mark + 1, to++);
        used[(units[mark + 1] = digits)] = 1;
      }
    }
  }
  // A text that has the sign between the texts in it
  if (count > texts.length) return keysOf(texts.map((text) => text.replaceAll("\0", "")));
  return { units: units.subarray(0, to), starts, used };
}

/**
 * @param {Uint16Array} units
 * @param {number} more
 */
function enlarged(units, more) {
  const larger = new Uint16Array(2 * units.length + more);
  larger.set(units);
  return larger;
}

/**
 * The keys' order, and from where to where in it keys are the same.
 *
 * @param {Keys} keys
 * @param {number} count
 */
function sortedKeys({ units, starts, used }, count) {
  const sorted = new Uint32Array(count);
  for (let id = 0; id < count; id++) sorted[id] = id;
  // The fewer units there are, the more of them a number holds.
  const digits = new Uint16Array(0x10000);
  let base = 1;
  for (let unit = used.indexOf(1); unit >= 0; unit = used.indexOf(1, unit + 1)) digits[unit] = base++;
  // A number holds some units of a key, and behind them whose they are.
  const ids = 2 ** Math.ceil(Math.log2(count));
  const width = Math.floor(Math.log(2 ** 53 / ids) / Math.log(base));
  const numbers = new Float64Array(count);
  const sort = (/** @type {number} */ from, /** @type {number} */ to, /** @type {number} */ depth) => {
    for (let at = from; at < to; at++) {
      const id = /** @type {number} */ (sorted[at]);
      let place = /** @type {number} */ (starts[id]) + depth;
      let held = 0;
      for (let next = 0; next < width; next++) {
        const unit = /** @type {number} */ (units[place]);
        held = held * base + /** @type {number} */ (digits[unit]);
        if (unit) place++;
      }
      numbers[at] = held * ids + id;
    }
    numbers.subarray(from, to).sort();
    for (let at = from; at < to; at++) {
      const number = /** @type {number} */ (numbers[at]);
      const held = Math.floor(number / ids);
      sorted[at] = number - held * ids;
      numbers[at] = held;
    }
  };

  /** How many units from there on are the same in all of them. */
  const shared = (/** @type {number} */ from, /** @type {number} */ to, /** @type {number} */ depth) => {
    const first = /** @type {number} */ (starts[/** @type {number} */ (sorted[from])]) + depth;
    let length = units.length;
    for (let at = from + 1; at < to && length; at++) {
      const place = /** @type {number} */ (starts[/** @type {number} */ (sorted[at])]) + depth;
      let same = 0;
      while (same < length && units[first + same] && units[place + same] === units[first + same]) same++;
      length = same;
    }
    return length;
  };

  /** @type {[number, number][]} */
  const ties = [];
  /** From where to where, and how many units of them are the same. @type {[number, number, number][]} */
  const open = [[0, count, 0]];
  for (let group = open.pop(); group; group = open.pop()) {
    const [from, to, known] = group;
    const depth = known + shared(from, to, known);
    sort(from, to, depth);
    for (let at = from, end = at + 1; at < to; at = end++) {
      const held = /** @type {number} */ (numbers[at]);
      while (end < to && numbers[end] === held) end++;
      if (end === at + 1) continue;
      if (held % base) open.push([at, end, depth + width]);
      else ties.push([at, end]);
    }
  }
  return { sorted, ties };
}

/**
 * Each text's place among the different ones, from 0.
 *
 * @param {string[]} texts
 * @returns {{ranks: Uint32Array, count: number}} `count`: how many are different
 */
export function ranksOfTexts(texts) {
  const ranks = new Uint32Array(texts.length);
  if (!texts.length) return { ranks, count: 0 };
  const sample = texts.slice(0, SAMPLE);
  if (new Set(sample).size < sample.length / 2) return ranksOfFew(texts);
  const { sorted, ties } = sortedKeys(keysOf(texts), texts.length);
  const textOf = (/** @type {number|undefined} */ id) => /** @type {string} */ (texts[/** @type {number} */ (id)]);
  const repeats = new Uint8Array(texts.length);
  for (const [from, to] of ties) {
    sorted.subarray(from, to).sort((a, b) => inUnits(textOf(a), textOf(b)));
    for (let at = from + 1; at < to; at++) if (textOf(sorted[at]) === textOf(sorted[at - 1])) repeats[at] = 1;
  }
  let rank = -1;
  for (let at = 0; at < sorted.length; at++) ranks[/** @type {number} */ (sorted[at])] = repeats[at] ? rank : ++rank;
  return { ranks, count: rank + 1 };
}

/**
 * The same where texts repeat: one of each is put in order.
 *
 * @param {string[]} texts
 */
function ranksOfFew(texts) {
  const different = [...new Set(texts)];
  const { ranks, count } = ranksOfTexts(different);
  const known = new Map(different.map((text, at) => [text, ranks[at] ?? 0]));
  return { ranks: Uint32Array.from(texts, (text) => known.get(text) ?? 0), count };
}

/**
 * @param {string} a
 * @param {string} b
 */
const inUnits = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
