// What the page asks of the service.
import { events } from "./events.js";

export class Service {
  /** `where`: {url, token, user}; a token and a user are sent where they are given. */
  constructor(where) {
    this.where = where;
  }

  /** The datasources that the caller may ask, the default first. */
  async datasources() {
    return (await this.#json("GET", "/api/v1/bi/datasources")).datasources;
  }

  /** The events of a message's answer; throws what a failed one says. `began` is told where the
   *  turn is to be found: {session, run}. */
  chat(body, began) {
    return this.#told("/api/reveal/ai/chat", body, (headers) =>
      began({ session: headers.get("X-Session-ID"), run: headers.get("X-Run-ID") }),
    );
  }

  /** What the tiles show of the dashboard that a turn ended with, by tile. Reveal's dialect has no
   *  rows, and its renderer asks the database itself; so the dashboard is stored here for a moment. */
  async rows({ session, run }) {
    const turn = await this.#json("GET", `/api/v1/bi/sessions/${session}/turns/${run}`);
    const dashboard = turn.answer?.metadata.dashboard;
    if (!dashboard) return {};
    const path = "/api/v1/bi/dashboards";
    const { dashboard_id: id } = await this.#json("POST", path, { dashboard });
    try {
      const { tiles } = await this.#json("GET", `${path}/${id}/data`);
      return Object.fromEntries(tiles.map((tile) => [tile.tile_id, tile]));
    } finally {
      await this.#call("DELETE", `${path}/${id}`);
    }
  }

  insights(body) {
    return this.#told("/api/reveal/ai/insights", body);
  }

  async clear() {
    const response = await this.#call("DELETE", "/api/reveal/ai/chat/session");
    if (!response.ok) throw new Error((await response.json()).error);
  }

  async #json(method, path, body) {
    const response = await this.#call(method, path, body);
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.error.message);
    return answer;
  }

  async *#told(path, body, began) {
    const response = await this.#call("POST", path, { ...body, stream: true });
    if (!response.ok) throw new Error((await response.json()).error);
    began?.(response.headers);
    for await (const told of events(response)) {
      if (told.event === "error") throw new Error(told.data.error);
      yield told;
    }
  }

  #call(method, path, body) {
    const headers = {};
    if (body) headers["Content-Type"] = "application/json";
    if (this.where.token) headers.Authorization = `Bearer ${this.where.token}`;
    else if (this.where.user) headers["X-User-ID"] = this.where.user;
    return fetch(this.where.url + path, {
      method,
      headers,
      body: body && JSON.stringify(body),
    });
  }
}
