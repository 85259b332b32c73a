// The reasons for which a push service did not take a push, from the server's word of it. Pure.

/// "identity", "later", "tooLong", "elsewhere" or "other", by the status that the service answered with; "unreached"
/// where it has answered nothing.
export function reasonKind(reason) {
  const status = Number(/^\d{3}(?= |$)/.exec(reason)?.[0]);
  if (!status) return "unreached";
  if (status === 429 || status >= 500) return "later";
  return { 400: "identity", 401: "identity", 403: "identity", 413: "tooLong" }[status] ?? (status < 400 ? "elsewhere" : "other");
}

/// Of an answer in JSON its own word for the reason, as Apple gives it: "403 BadJwtToken".
export const shortReason = (reason) => reason.replace(/^(\d{3}) \{.*"(?:reason|message|error)"\s*:\s*"([^"]+)".*$/, "$1 $2");
