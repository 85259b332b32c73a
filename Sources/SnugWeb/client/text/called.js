// Names within sentences. Pure.

/// The name between isolates: it may be written in either direction, and turns nothing that stands beside it. Labels
/// that are only heard go without.
export const called = (name) => `\u2068${name}\u2069`;
