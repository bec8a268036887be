/** The rows in which a text is found. */

/** @typedef {import("./result.js").Row} Row */

// What is prepared in the background never holds up a frame.
const SLICE_MS = 8;

/**
 * What is searched for in rows: each row as it is written, without case. Made a part at a time while
 * nothing else happens, and the rest of it when it is needed.
 */
export class Haystack {
  /**
   * @param {Row[]} rows
   * @param {((value: any) => string)[]} writers
   */
  constructor(rows, writers) {
    this.rows = rows;
    this.writers = writers;
    /** @type {string[]} */
    this.lines = [];
    this.begun = false;
  }

  /** Makes them ready in the background, for somebody who is about to search. */
  begin() {
    if (this.begun) return;
    this.begun = true;
    const step = () => {
      const end = performance.now() + SLICE_MS;
      while (this.lines.length < this.rows.length && performance.now() < end) this.fill(this.lines.length + 50);
      if (this.lines.length < this.rows.length) setTimeout(step, 0);
    };
    step();
  }

  /** @param {number} count */
  fill(count) {
    const { lines, rows, writers } = this;
    for (let at = lines.length; at < Math.min(count, rows.length); at++) {
      const row = rows[at] ?? [];
      lines.push(writers.map((write, index) => write(row[index])).join("\n").toLowerCase());
    }
  }

  /**
   * The rows in which a cell holds the text.
   *
   * @param {string} text
   */
  find(text) {
    this.fill(this.rows.length);
    const needle = text.toLowerCase();
    /** @type {number[]} */
    const hits = [];
    this.lines.forEach((line, row) => line.includes(needle) && hits.push(row));
    return hits;
  }
}
