/// The caches of a browser, which hold these texts: `{name: {path: text}}`.
export function cachesHolding(texts = {}) {
  const all = new Map(Object.entries(texts).map(([name, kept]) => [name, new Map(Object.entries(kept))]));
  return {
    async open(name) {
      if (!all.has(name)) all.set(name, new Map());
      const kept = all.get(name);
      return { put: async (path, answer) => { kept.set(path, await answer.text()); }, delete: async (path) => kept.delete(path) };
    },
    async match(path, { cacheName }) {
      const text = all.get(cacheName)?.get(path);
      return text === undefined ? undefined : new Response(text);
    },
    delete: async (name) => all.delete(name),
    texts: () => Object.fromEntries([...all].map(([name, kept]) => [name, Object.fromEntries(kept)])),
  };
}
