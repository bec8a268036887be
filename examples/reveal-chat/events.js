// Server-sent events read by hand: a browser's EventSource can neither POST nor send a token.

/**
 * The events of a response, as they arrive: {event, data}, the data parsed.
 * Comments (heartbeats) are left out.
 */
export async function* events(response) {
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  while (true) {
    const { done, value } = await reader.read();
    text += decoder.decode(value, { stream: !done });
    // An event ends with an empty line. A piece may hold several, or part of one.
    const frames = text.split(/\r?\n\r?\n/);
    text = frames.pop();
    for (const frame of frames) {
      const event = parsed(frame);
      if (event) yield event;
    }
    if (done) return;
  }
}

function parsed(frame) {
  let name = "message";
  const data = [];
  for (const line of frame.split(/\r?\n/)) {
    const [field, value] = split(line);
    if (field === "event") name = value;
    if (field === "data") data.push(value);
  }
  return data.length ? { event: name, data: JSON.parse(data.join("\n")) } : null;
}

function split(line) {
  const colon = line.indexOf(":");
  if (colon < 0) return [line, ""];
  const value = line.slice(colon + 1);
  return [line.slice(0, colon), value.startsWith(" ") ? value.slice(1) : value];
}
