// The keys that belong to an input method, which composes letters of them.

/// Safari gives 229 for the Enter that ends a composition.
export const isComposing = (event) => event.isComposing || event.keyCode === 229;
