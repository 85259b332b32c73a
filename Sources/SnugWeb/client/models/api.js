// REST: one function a call; those that a room does not begin with, such as the door's, are in `calls`. A refusal is
// thrown as a Problem, whose `detail` is fit for a person.
import { learnWords, words } from "../words/words.js";

const answerWithinMilliseconds = 20_000;

/// Such an answer may be a proxy's, which says that the server is there, but busy.
const mayPass = (status) => [408, 425, 429].includes(status) || status >= 500;

export class Problem extends Error {
  constructor({ status, code, detail, errors }, retryAfter = null) {
    super(words.refusal(code, detail) || words.refused(status));
    this.status = status;
    this.code = code ?? null;
    this.detail = this.message;
    this.errors = (Array.isArray(errors) ? errors : [])
      .map(({ field, message }) => ({ field, message: words.invalidField(message) }));
    this.retryAfter = retryAfter;
  }

  /// The server was not reached: nothing is known, trying again is right.
  get isUnreachable() {
    return this.status === 0;
  }

  /// The same may well succeed a moment later.
  get isPassing() {
    return this.isUnreachable || mayPass(this.status);
  }
}

/// Hears "unauthenticated" whenever a call finds that the session is over.
export const session = new EventTarget();

/// A `body` that is a Blob goes as it is, everything else as JSON.
export async function call(method, path, body, { keepalive = false, within = answerWithinMilliseconds } = {}) {
  let response, data;
  try {
    response = await fetch(`/api/v1${path}`, {
      method,
      headers: body === undefined ? {} : { "Content-Type": body instanceof Blob ? body.type : "application/json" },
      body: body instanceof Blob ? body : JSON.stringify(body),
      cache: "no-store",
      keepalive,
      signal: AbortSignal.timeout(within),
    });
    const text = await response.text();
    data = text && (response.headers.get("Content-Type") ?? "").includes("json") ? JSON.parse(text) : null;
    if (text && data === null && !mayPass(response.status)) throw new TypeError("Something else than Snug has answered");
  } catch {
    throw await problemOf(0);
  }
  if (response.ok) return data;
  throw await problemOf(response.status, data, response.headers.get("Retry-After"));
}

/// The refusal that an answer is; 0 stands for no answer.
export async function problemOf(status, data = null, retryAfter = null) {
  await learnWords();
  if (status === 0) return new Problem({ status, code: "unreachable", detail: words.unreachable });
  // Of a session that is over, the page speaks in its own words.
  if (data?.code !== "unauthenticated") await words.learnRefusals();
  const problem = new Problem({ ...data, status }, Number(retryAfter) || null);
  if (problem.code === "unauthenticated") session.dispatchEvent(new Event("unauthenticated"));
  return problem;
}

export function query(path, parameters) {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== "");
  return given.length ? `${path}?${new URLSearchParams(given)}` : path;
}

export const api = {
  site: () => call("GET", "/site"),
  refresh: () => call("POST", "/auth/refresh"),
  logout: () => call("POST", "/auth/logout"),
  me: (options) => call("GET", "/me", undefined, options),
  changeMe: (change) => call("PATCH", "/me", change),
  users: (parameters = {}) => call("GET", query("/users", parameters)),
  rooms: () => call("GET", "/rooms"),
  room: (id) => call("GET", `/rooms/${id}`),
  messages: (roomId, parameters = {}) => call("GET", query(`/rooms/${roomId}/messages`, parameters)),
  editMessage: (roomId, seq, content) => call("PATCH", `/rooms/${roomId}/messages/${seq}`, { content }),
  // A page that is being left still gets this one out.
  deleteMessage: (roomId, seq) => call("DELETE", `/rooms/${roomId}/messages/${seq}`, undefined, { keepalive: true }),
  react: (roomId, seq, emoji, isOn) =>
    call(isOn ? "PUT" : "DELETE", `/rooms/${roomId}/messages/${seq}/reactions/${encodeURIComponent(emoji)}`),
  changes: (roomId, parameters) => call("GET", query(`/rooms/${roomId}/changes`, parameters)),
};

/// The wait before work that found no server is done again.
const workAgainAfterMilliseconds = 5_000;

/// Gives `run(name, work, isWanted)`, which passes over a name whose work is still under way; null is no name. Work may
/// be refused or find no server: the next frame or connection tries again, and so does a moment's wait while
/// `isWanted()`.
export function backgroundWork() {
  const underway = new Set();
  return async function run(name, work, isWanted = () => false) {
    if (underway.has(name)) return;
    if (name !== null) underway.add(name);
    try {
      await work();
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (problem.isPassing) setTimeout(() => isWanted() && run(name, work, isWanted), workAgainAfterMilliseconds);
    } finally {
      underway.delete(name);
    }
  };
}
