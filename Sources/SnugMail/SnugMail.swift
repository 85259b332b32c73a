/// The delivery of mails to the next hop: SMTP (the dialogue as a pure machine, a thin connection over NIO), MIME, and
/// the worker that empties the durable queue.
///
/// This module takes in mails from the ``SnugChat/MailOutbox``. It gives out bytes to a relay or the console, and to
/// the outbox the outcome of each mail.
import SnugChat
