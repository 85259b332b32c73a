// Settings in words: their titles, their values as sentences, their units.

const tables = {
  en: () => import("../../words/settings-en.js"),
  de: () => import("../../words/settings-de.js"),
};

/// The words of a language; the server explains its settings in English itself.
export async function settingWordsIn(language) {
  const { titles, choices, units, values, hints, groups, unset, meanings } = await tables[language]();
  return {
    groups,
    title: ({ key }) => titles[key] ?? key,
    meaning: ({ key, meaning }) => meanings[key] ?? meaning,
    /// `[[value, sentence, hint]]` of a choice from few; null where it is none, or has no sentences.
    choices: ({ key }) => (choices[key] ? Object.entries(choices[key]).map(([value, [sentence, hint]]) => [value, sentence, hint]) : null),
    unit: ({ key }) => units[key] ?? null,
    hint: ({ key }) => hints[key] ?? null,
    /// The value that holds where nothing is set, in words; null where there is none.
    unset: ({ key }) => unset[key] ?? null,
    /// The value as a sentence; as it is where there is none.
    sentence({ key, value }) {
      return choices[key]?.[value]?.[0] ?? values[key]?.(value) ?? value;
    },
  };
}
