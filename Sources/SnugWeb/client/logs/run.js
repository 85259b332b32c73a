// The messages of one room that this page has: a run of its log. Pure: functions of a room's log, see room-log.js.
//
// `messages` is one run without gaps, which ends with the newest message unless `hasNewer`; what came too early waits
// in `ahead` until the gap is filled. Of the changes of messages, all up to `rev` are in the run; `recent` are the last
// ones heard of, which a page under way may bring as they were before. `outgoing` are own messages without a place in
// the run yet; `removing` are those whose deletion may still be undone; `quoted` are the answered ones from beyond the
// run. `newAfter` is the number that the "New" line stands after, or null.

/// The bound of a run: reading on at one end lets go of the other.
const runMessagesMax = 300;
/// The rest of a run that outgrew it while its reader was at the end.
const keptMessages = 150;
/// The bound of messages that wait for a room's first page; the page itself brings those that were dropped.
const aheadMessagesMax = 200;
/// The bound of changes that are remembered. A page that was asked for before more of them is asked for again.
export const recentChangesMax = 200;

export const emptyRun = {
  loaded: false, messages: [], ahead: [], recent: [], outgoing: [], removing: [], quoted: {}, hasOlder: false,
  hasNewer: false, rev: 0, newAfter: null,
};

export const firstSeq = (log) => log.messages[0]?.seq ?? 1;
export const lastSeq = (log) => log.messages.at(-1)?.seq ?? 0;

/// The message of a number, by its index: the run has no gaps.
export const messageAt = (log, seq) => log.messages[seq - firstSeq(log)] ?? null;

/// The numbers of answered messages that are not known here.
export function missingQuotes(log) {
  const wanted = [...log.messages, ...log.outgoing].map((m) => m.reply_to ?? m.replyTo).filter(Boolean);
  return [...new Set(wanted)].filter((seq) => !messageAt(log, seq) && !(seq in log.quoted));
}

/// A run of these messages alone, as they are by what was heard since they were asked for.
///
/// One page is of one moment: every change up to the highest of its own is in it, and so is every change that was
/// known, `rev`, when it was asked for.
export function withPage(log, { messages, hasOlder, hasNewer, rev }) {
  const known = new Map(log.messages.map((message) => [message.seq, message]));
  const newest = (message) => {
    const before = known.get(message.seq);
    return before && revOf(before) > revOf(message) ? before : message;
  };
  return settled(caughtUp({
    ...log, loaded: true, messages: asItIs(log, messages.map(newest)), hasOlder, hasNewer,
    rev: messages.reduce((highest, message) => Math.max(highest, revOf(message)), rev),
  }));
}

/// The page before the run, if it joins.
export function withOlder(log, { messages: page, hasOlder }) {
  if (page.length && page.at(-1).seq !== firstSeq(log) - 1) return log;
  const messages = [...asItIs(log, page), ...log.messages];
  const kept = messages.slice(0, runMessagesMax);
  return settled({ ...log, messages: kept, hasOlder, hasNewer: log.hasNewer || kept.length < messages.length });
}

/// The page after the run of a reader who is further back; of one at the end, the page that fills a gap.
export function withNewer(log, { messages: page, hasNewer }) {
  if (!log.hasNewer) return settled({ ...log, ahead: [...log.ahead, ...page] });
  const next = page.filter(({ seq }) => seq > lastSeq(log));
  if (next.length && next[0].seq !== lastSeq(log) + 1) return log;
  const messages = [...log.messages, ...asItIs(log, next)];
  const kept = messages.slice(-runMessagesMax);
  return settled({ ...log, messages: kept, hasNewer, hasOlder: log.hasOlder || kept.length < messages.length });
}

/// A message that came by itself. Whoever does not look finds the "New" line above the first that they missed.
export function withMessage(log, message) {
  const isMissed = log.loaded && !log.hasNewer && !log.isWatched && message.user_id !== log.me
    && message.seq > lastSeq(log) && (log.room?.read_seq ?? 0) >= message.seq - 1;
  const next = { ...log, newAfter: isMissed ? message.seq - 1 : log.newAfter };
  // After a connection was lost, messages come as changes have left them.
  const heard = revOf(message) > 0 ? { ...next, recent: remembered(log, message) } : next;
  return settled({ ...heard, ahead: [...log.ahead, message] });
}

/// A change of a message, wherever that stands.
export function withChange(log, message) {
  return caughtUp({
    ...log,
    messages: replaced(log.messages, message),
    ahead: replaced(log.ahead, message),
    recent: remembered(log, message),
    removing: message.deleted_at ? log.removing.filter((seq) => seq !== message.seq) : log.removing,
    quoted: isNews(log.quoted[message.seq], message) ? { ...log.quoted, [message.seq]: message } : log.quoted,
  });
}

/// All changes up to `rev` have been heard.
export const withRev = (log, rev) => caughtUp({ ...log, rev: Math.max(log.rev, rev) });

/// Nothing of the run but what was written here and is not in the log yet.
export function unloaded(log) {
  return { ...log, ...emptyRun, outgoing: log.outgoing.filter(({ status }) => status !== "sent"), removing: log.removing };
}

/// The newest messages alone.
export function trimmed(log, keep) {
  if (log.hasNewer || !log.loaded) return unloaded(log);
  if (log.messages.length <= keep) return log;
  return { ...log, messages: log.messages.slice(-keep), hasOlder: true };
}

/// Leaves newer messages for later: the reader comes to them, or asks for the newest.
export const detached = (log) => ({ ...log, hasNewer: true, ahead: [] });

const revOf = (message) => message.rev ?? 0;

const isNews = (known, message) => known != null && revOf(known) < revOf(message);

const remembered = (log, message) => [...log.recent, message].slice(-recentChangesMax);

/// Moves `rev` on over the changes that follow it without a gap.
function caughtUp(log) {
  const heard = new Set(log.recent.map(revOf));
  let { rev } = log;
  while (heard.has(rev + 1)) rev += 1;
  return rev === log.rev ? log : { ...log, rev };
}

/// Moves messages that are next in line from `ahead` to the run; those that the run has are dropped, unless newer.
function settled(log) {
  if (!log.loaded) return { ...log, ahead: log.ahead.slice(-aheadMessagesMax) };
  let { messages } = log;
  const ahead = [];
  for (const message of asItIs(log, log.ahead).sort((a, b) => a.seq - b.seq || revOf(b) - revOf(a))) {
    const last = messages.at(-1)?.seq ?? 0;
    if (message.seq <= last) messages = replaced(messages, message);
    else if (log.hasNewer) continue;
    else if (message.seq === last + 1) messages = [...messages, message];
    else if (ahead.at(-1)?.seq !== message.seq) ahead.push(message);
  }
  const own = new Set(messages.filter(({ user_id: user }) => user === log.me).map((message) => message.client_id));
  const last = messages.at(-1)?.seq ?? 0;
  const outgoing = log.outgoing.filter(({ clientId, seq }) => !own.has(clientId) && !(seq <= last));
  return bounded({ ...log, messages, ahead, outgoing });
}

/// A reader at the end loses the oldest; one further back keeps what they read, and finds the newest later.
function bounded(log) {
  if (log.messages.length <= runMessagesMax) return log;
  if (log.isFollowing || !log.isOpen) return trimmed(log, keptMessages);
  return detached({ ...log, messages: log.messages.slice(0, runMessagesMax) });
}

function replaced(messages, message) {
  const index = messages.findIndex(({ seq }) => seq === message.seq);
  return isNews(messages[index], message) ? messages.with(index, message) : messages;
}

/// The messages of a page, as later changes have left them.
function asItIs(log, messages) {
  const changes = new Map(log.recent.map((change) => [change.seq, change]));
  return messages.map((message) => {
    const change = changes.get(message.seq);
    return change && revOf(change) > revOf(message) ? change : message;
  });
}
