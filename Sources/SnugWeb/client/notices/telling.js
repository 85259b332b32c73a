// The rules of being told of new messages: at which level, and when it is quiet. Pure.
import { level } from "../logs/room-summary.js";

/// True if the message is to be told of: its room's level wants it, nobody looks, and it is no quiet hour.
export function isTold({ room, message, isMention, me, quiet, isLookedAt, now }) {
  if (message.user_id === me || isLookedAt || isQuiet(quiet, now)) return false;
  return { everything: true, mentions: isMention, nothing: false }[level(room, now)];
}

/// True within the quiet hours, `{from: "22:00", to: "07:00", time_zone}` or null: from the first time on, until before
/// the second, which may be one of the next day.
export function isQuiet(quiet, now) {
  if (!quiet) return false;
  const at = clockIn(quiet.time_zone, now);
  return quiet.from <= quiet.to ? quiet.from <= at && at < quiet.to : at >= quiet.from || at < quiet.to;
}

/// "07:05". A zone that this browser does not know is the one that it is in.
function clockIn(timeZone, now) {
  const format = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  try {
    return new Intl.DateTimeFormat("en-GB", { ...format, timeZone }).format(now);
  } catch {
    return new Intl.DateTimeFormat("en-GB", format).format(now);
  }
}

const hour = 3_600_000;
const morning = 8;

/// The moments until which a room can be muted.
export function muteEnds(now) {
  const date = new Date(now);
  return {
    hour: now + hour,
    hours: now + 8 * hour,
    // Before it, in the night, the next morning is today's.
    morning: new Date(date.getFullYear(), date.getMonth(), date.getDate() + (date.getHours() < morning ? 0 : 1), morning).getTime(),
  };
}
