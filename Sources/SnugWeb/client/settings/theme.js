// Light or dark: as the system has it, or as its person wants it.

const mediaFor = (scheme, theme) => (theme === "system" ? `(prefers-color-scheme: ${scheme})` : theme === scheme ? "all" : "not all");

/// Found once: afterwards they ask for something else.
let darkRules;

export function applyTheme(theme) {
  // The browser's extensions may have added sheets that cannot be looked into.
  const own = [...document.styleSheets].filter(({ href }) => href?.startsWith(location.origin));
  darkRules ??= own.flatMap(({ cssRules }) => [...cssRules])
    .filter(({ media }) => media?.mediaText === mediaFor("dark", "system"));
  for (const { media } of darkRules) media.mediaText = mediaFor("dark", theme);
  // The browser's own bars.
  for (const meta of document.querySelectorAll("meta[data-scheme]")) meta.media = mediaFor(meta.dataset.scheme, theme);
}
