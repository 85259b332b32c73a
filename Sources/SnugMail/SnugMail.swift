/// SnugMail: carrying mails to the next hop.
///
/// What this room is: SMTP (the dialogue as a pure machine, a thin connection over NIO), MIME, and the worker that
/// empties the durable queue. What comes in: mails from the ``SnugChat/MailOutbox``. What goes out: bytes to a relay or
/// the console, and to the outbox what became of each mail.
import SnugChat
