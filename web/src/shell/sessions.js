/** The sessions of whoever is signed in: listed, found, renamed, deleted. */
import { call } from "../api/client.js";
import { announce } from "../conversation/changes.js";
import { notify, notifyError } from "../lib/notices.js";
import { createStore } from "../lib/store.js";

/**
 * @typedef {{session_id: string, title: string|null, created_at: string, updated_at: string, message_count: number,
 *   datasource_id: string, running_run_id: string|null, forked_from: {session_id: string, turn_id: string}|null,
 *   usage: Record<string, any>|null}} Session
 */

const PAGE = 40;
const MOST = 500;
const UNDO_MS = 7000;

export const sessions = createStore(
  /** @type {{list: Session[]|null, cursor: string|null, query: string, failed: boolean}} */ ({ list: null, cursor: null, query: "", failed: false }),
);

/** Sessions with a way back: what deletes them. @type {Map<string, () => void>} */
const leaving = new Map();
/** Ids of sessions that are gone for the person, whatever was asked before and is answered now. @type {Set<string>} */
const gone = new Set();
let asked = 0;

/** The list anew, of the search that is on; as long as it was. */
export async function loadSessions(query = sessions.get().query) {
  const turn = ++asked;
  const before = sessions.get();
  try {
    const page = await pageOf(query, null, query === before.query ? before.list?.length : PAGE);
    if (turn === asked) sessions.set({ list: present(page.list), cursor: page.cursor, query, failed: false });
  } catch (error) {
    if (turn === asked) sessions.update({ list: sessions.get().list || [], query, failed: true });
  }
}

export async function loadMoreSessions() {
  const { cursor, query } = sessions.get();
  const turn = asked;
  if (!cursor) return;
  try {
    const page = await pageOf(query, cursor);
    if (turn !== asked) return;
    const list = sessions.get().list || [];
    const known = new Set(list.map((one) => one.session_id));
    sessions.update({ list: [...list, ...present(page.list).filter((one) => !known.has(one.session_id))], cursor: page.cursor });
  } catch (error) {
    notifyError(error);
  }
}

/**
 * @param {string} query
 * @param {string|null} cursor
 * @param {number} [count] how many are wanted, where those are more than a page
 * @returns {Promise<{list: Session[], cursor: string|null}>}
 */
async function pageOf(query, cursor, count = PAGE) {
  /** @type {Session[]} */
  const found = [];
  let next = cursor;
  const least = count > PAGE ? count - leaving.size : PAGE / 2;
  // A page of a search may be empty and have another one after it.
  do {
    const body = await call("/sessions", { query: { limit: Math.min(MOST, Math.max(PAGE, count - found.length)), cursor: next, q: query } });
    found.push(...present(body.sessions));
    next = body.next_cursor;
  } while (next && found.length < least);
  return { list: found, cursor: next };
}

/** @param {Session[]} list */
const present = (list) => list.filter((one) => !gone.has(one.session_id));

/** @param {string} id */
export const sessionOf = (id) => sessions.get().list?.find((one) => one.session_id === id) || null;

/**
 * @param {string} id
 * @param {string} title
 */
export async function renameSession(id, title) {
  const before = sessionOf(id)?.title ?? null;
  const show = (/** @type {string|null} */ shown) =>
    sessions.update({ list: sessions.get().list?.map((one) => (one.session_id === id ? { ...one, title: shown } : one)) ?? null });
  show(title);
  try {
    await call(`/sessions/${id}`, { method: "PATCH", body: { title } });
    announce({ sessionId: id, what: "renamed" });
  } catch (error) {
    show(before);
    notifyError(error);
  }
}

/**
 * Takes a session away at once and deletes it when the way back has closed.
 *
 * @param {Session} session
 */
export function deleteSession(session) {
  const id = session.session_id;
  const remove = () => {
    if (!leaving.delete(id)) return;
    call(`/sessions/${id}`, { method: "DELETE", keepalive: true }).then(
      () => announce({ sessionId: id, what: "deleted" }),
      (error) => {
        gone.delete(id);
        notifyError(error);
        loadSessions();
      },
    );
  };
  leaving.set(id, remove);
  gone.add(id);
  sessions.update({ list: present(sessions.get().list || []) });
  notify(`Deleted “${session.title || "New session"}”.`, {
    ms: UNDO_MS,
    gone: remove,
    action: {
      label: "Undo",
      run: () => {
        leaving.delete(id);
        gone.delete(id);
        loadSessions();
      },
    },
  });
}

// Who leaves the page does not undo any more.
addEventListener("pagehide", () => {
  for (const remove of [...leaving.values()]) remove();
});

/**
 * Sessions under the days they were last used on, newest first.
 *
 * @param {Session[]} list
 * @returns {Array<{label: string, sessions: Session[]}>}
 */
export function byDay(list, now = new Date()) {
  // Not every day has 24 hours.
  const before = (/** @type {number} */ days) => new Date(now.getFullYear(), now.getMonth(), now.getDate() - days).getTime();
  /** @type {Map<string, Session[]>} */
  const groups = new Map();
  for (const session of list) {
    const at = new Date(session.updated_at);
    const label =
      at.getTime() >= before(0) ? "Today"
      : at.getTime() >= before(1) ? "Yesterday"
      : at.getTime() >= before(6) ? at.toLocaleDateString("en-US", { weekday: "long" })
      : at.getTime() >= before(29) ? "Last 30 days"
      : at.toLocaleDateString("en-US", { month: "long", year: "numeric" });
    const group = groups.get(label);
    if (group) group.push(session);
    else groups.set(label, [session]);
  }
  return [...groups].map(([label, grouped]) => ({ label, sessions: grouped }));
}
