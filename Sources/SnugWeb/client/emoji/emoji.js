// The emoji that can be picked and completed, with the words that find them. Fetched when the first one is looked for.
import { groupSigns, table, usual } from "./signs.js";

const tongues = {
  en: () => import("../words/emoji-en.js"),
  de: () => import("../words/emoji-de.js"),
};

const rows = (text) => text.trim().split("\n");
let known = null;

/// A promise of `{groups, all}`: a group is `{sign, title, emoji}`, an emoji `{sign, name, words, takesTone, isUsual}`.
/// After the words of the language come the English ones: many know `:heart` from elsewhere.
export function emojiIn(language) {
  known ??= learn(Object.hasOwn(tongues, language) ? language : "en").catch((error) => {
    known = null;
    throw error;
  });
  return known;
}

async function learn(language) {
  const [spoken, english] = await Promise.all([tongues[language](), tongues.en()]);
  const wordsOf = ({ table: words }) => rows(words).map((row) => row.split("|"));
  const [own, foreign] = [wordsOf(spoken), wordsOf(english)];
  const usually = new Set(usual.split(" "));
  const groups = rows(table).map((row, group) => ({
    sign: groupSigns.split(" ")[group],
    title: spoken.groups[group],
    emoji: row.split(" ").map((marked, at) => {
      const sign = marked.replace("~", "");
      const name = own[group][at].split(" ")[0];
      const both = spoken === english ? own[group][at] : `${own[group][at]} ${foreign[group][at]}`;
      return {
        sign, name: name.replaceAll("_", " "), words: both.toLowerCase().split(" "),
        takesTone: sign !== marked, isUsual: usually.has(sign),
      };
    }),
  }));
  return { groups, all: groups.flatMap(({ emoji }) => emoji) };
}

/// The emoji of which a word, or a part of one, begins with the query: those called so first, then the usual ones.
export function findEmoji(query, all) {
  const wanted = query.trim().toLowerCase().replaceAll(" ", "_");
  if (!wanted) return [];
  const begins = (word) => word.startsWith(wanted) || word.split("_").some((part) => part.startsWith(wanted));
  const rank = ({ words, isUsual }) => (words.includes(wanted) ? 0 : 2) + (isUsual ? 0 : 1);
  return all.filter(({ words }) => words.some(begins)).sort((a, b) => rank(a) - rank(b));
}

export const tones = ["", "🏻", "🏼", "🏽", "🏾", "🏿"];

/// The emoji in a tone of skin, where it takes one. The tone stands in the place of U+FE0F.
export const toned = ({ sign, takesTone }, tone) =>
  (takesTone && tone ? sign.replace(/(\p{Emoji_Modifier_Base})\uFE0F?/gu, `$1${tone}`) : sign);
