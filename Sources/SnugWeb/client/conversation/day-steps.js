// The steps by which the days on the page follow those of the log without a layout shift. Pure.
//
// A day's box that moves and changes its length at its beginning in the same frame counts as a layout shift of all that
// is in sight, even where no row moves. Such a change takes two frames.

/// The days to show for one frame between `shown` and `wanted`; null if one step will do.
export const stepBetween = (shown, wanted) => lengthened(shown, wanted) ?? uncovered(shown, wanted);

/// The first day gets rows at its beginning before other days come above it.
function lengthened(shown, wanted) {
  const at = dayOf(wanted, shown[0]);
  return at > 0 && !beginAlike(wanted[at], shown[0]) ? wanted.slice(at) : null;
}

/// The days above are gone before the first one loses rows at its beginning.
function uncovered(shown, wanted) {
  const at = dayOf(shown, wanted[0]);
  if (at <= 0 || beginAlike(shown[at], wanted[0])) return null;
  const kept = shown[at].rows.findIndex(({ key }) => key === wanted[0].rows[0].key);
  if (kept < 0) return null;
  return [{ ...wanted[0], rows: [...shown[at].rows.slice(0, kept), ...wanted[0].rows] }, ...wanted.slice(1)];
}

const dayOf = (days, day) => days.findIndex(({ key }) => key === day?.key);

const beginAlike = (a, b) => a.rows[0].key === b.rows[0].key;
