// Addresses that lead to this very computer, wherever they are opened. Pure.

/// True for an address that is of no use on another device.
export const isNear = (url) => /^(localhost|.*\.localhost|127\.[\d.]+|\[::1\])$/.test(new URL(url).hostname);
