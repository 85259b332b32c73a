// The likely reason why a relay did not take a mail, from the server's words about it. Pure.

/// The first that fits, by its name in the words.
const reasons = [
  ["name", /its name is not known/],
  ["unreachable", /nothing listens there|it says nothing|no way leads there/],
  ["certificate", /certificate is (for another name|not trusted)/],
  ["encryption", /STARTTLS|does not speak TLS|TLS (failed|could not begin|is not set up)|its greeting|the start of TLS|does not speak SMTP|neither AUTH PLAIN/],
  ["password", /user name|password|answer to AUTH/],
  ["sender", /refused the sender|answer to MAIL FROM/],
  ["recipient", /refused the recipient|answer to RCPT TO/],
  ["content", /refused the mail|acceptance of the mail|answer to DATA/],
];

export const mailHint = (detail) => reasons.find(([, words]) => words.test(detail))?.[0] ?? "other";

/// The relay's own words, without the server's beginning of the sentence.
export const relayWords = (detail) => detail.replace(/^The mail could not be sent: /, "");
