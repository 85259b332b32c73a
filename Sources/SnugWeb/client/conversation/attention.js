// The attention of whoever sits before the page: a window that is in view while another one has the focus has none.

export const isLookedAt = () => document.visibilityState === "visible" && document.hasFocus();

/// Calls `work()` each time the reader may have begun or ended to look.
export function onAttention(work, { signal }) {
  document.addEventListener("visibilitychange", work, { signal });
  for (const type of ["focus", "blur"]) addEventListener(type, work, { signal });
}
