/** Server-sent events read from a response's body, since EventSource sends no headers. */

/** @typedef {{name: string, id: string|null, data: any}} ServerEvent data: the event's JSON */

/** A stream that broke before it ended. */
export class BrokenStream extends Error {}

/**
 * The events in order, until the body ends. Raises BrokenStream where the connection breaks, and when
 * nothing came for `quietMs`, not even a heartbeat: some connections die without a word.
 *
 * @param {ReadableStream<Uint8Array>} body
 * @param {number} [quietMs]
 * @returns {AsyncGenerator<ServerEvent>}
 */
export async function* eventsOf(body, quietMs = 45_000) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const frame = newFrame();
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await within(reader.read(), quietMs);
      if (done) return;
      const lines = (rest + decoder.decode(value, { stream: true })).split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop() ?? "";
      for (const line of lines) {
        const event = frame.take(line);
        if (event) yield event;
      }
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

/** Lines until an empty one are an event. */
function newFrame() {
  let name = "";
  let data = /** @type {string[]} */ ([]);
  let id = /** @type {string|null} */ (null);
  return {
    /**
     * @param {string} line
     * @returns {ServerEvent|null} the event that the line ends
     */
    take(line) {
      if (line === "") {
        const event = data.length ? { name: name || "message", id, data: JSON.parse(data.join("\n")) } : null;
        name = "";
        data = [];
        id = null;
        return event;
      }
      const colon = line.indexOf(":");
      const field = colon < 0 ? line : line.slice(0, colon);
      const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
      if (field === "event") name = value;
      else if (field === "data") data.push(value);
      else if (field === "id") id = value;
      return null;
    },
  };
}

/**
 * @template T
 * @param {Promise<T>} reading
 * @param {number} ms
 * @returns {Promise<T>}
 */
async function within(reading, ms) {
  let timer = 0;
  const silence = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new BrokenStream("Nothing came any more.")), ms);
  });
  try {
    return await /** @type {Promise<T>} */ (Promise.race([reading, silence]));
  } catch (error) {
    throw error instanceof BrokenStream ? error : new BrokenStream(String(error));
  } finally {
    clearTimeout(timer);
  }
}
