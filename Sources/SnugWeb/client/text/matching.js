// The search among names, letter by letter. Pure.

const foundMax = 8;

/// The candidates whose name, or one word of it, begins with the query; whole names first. `candidates`: `[{name, …}]`.
export function matching(candidates, query) {
  const wanted = folded(query);
  const rank = ({ name }) => {
    const known = folded(name);
    if (known.startsWith(wanted)) return 0;
    return known.split(/[\s_-]+/u).some((word) => word.startsWith(wanted)) ? 1 : 2;
  };
  return candidates
    .map((candidate) => ({ candidate, rank: rank(candidate) }))
    .filter((each) => each.rank < 2)
    .sort((a, b) => a.rank - b.rank)
    .slice(0, foundMax)
    .map((each) => each.candidate);
}

/// "Élodie" is found by "elo".
const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
