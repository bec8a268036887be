// What the page asks of the service.
import { events } from "./events.js";

export class Service {
  /** `where`: {url, token, user}; a token and a user are sent where they are given. */
  constructor(where) {
    this.where = where;
  }

  /** The datasources that the caller may ask, the default first. */
  async datasources() {
    const response = await this.#call("GET", "/api/v1/bi/datasources");
    if (!response.ok) throw new Error((await response.json()).error.message);
    return (await response.json()).datasources;
  }

  /** The events of a message's answer; throws what a failed one says. */
  chat(body) {
    return this.#told("/api/reveal/ai/chat", body);
  }

  insights(body) {
    return this.#told("/api/reveal/ai/insights", body);
  }

  async clear() {
    const response = await this.#call("DELETE", "/api/reveal/ai/chat/session");
    if (!response.ok) throw new Error((await response.json()).error);
  }

  async *#told(path, body) {
    const response = await this.#call("POST", path, { ...body, stream: true });
    if (!response.ok) throw new Error((await response.json()).error);
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
