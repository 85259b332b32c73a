/// The rules of the chat: its nouns, permissions, limits and use cases.
///
/// This module names the nouns (User, Room, Message …) and decides what is allowed (``Permissions``), what is refused
/// (``Refusal``) and how much of anything there may be (``Limits``). It does no input or output of its own; time and
/// randomness are handed in.
///
/// Comes in: an intention, as a call of a use case. Requests and sockets call ``Chat``, the administrator's commands
/// ``ServerConsole``, the server's timers ``Maintenance``; ``ChatServices`` makes all of them.
///
/// Goes out: a value or a ``Refusal``, and through the ports (``Store``, ``PasswordHasher``, ``TokenSigner``,
/// ``PasskeyVerifier``, ``EventBus``) what is to be kept, proven and announced.
///
/// Folders, by noun:
/// - `Accounts/`: users, registration, invites, set-up and the audit trail.
/// - `SignIn/`: passwords, codes, passkeys, links, sessions, and the throttles on all of them.
/// - `Rooms/`: rooms, members, and the permissions in them.
/// - `Messages/`: the log: posting, paging, catching up, changing.
/// - `Search/`: the words of texts, looking for them, and the index of them.
/// - `Mail/`: the texts of mails, and their queue.
/// - `Operations/`: backups, findings, metrics, settings and timers.
/// - `Console/`: the use cases of commands.
import Crypto
