/// Web push straight from this server: texts sealed for one browser (RFC 8291), requests signed by a key of the
/// server's own (RFC 8292), and the guard that every request passes whose address a member has chosen.
///
/// This module takes in pushes. It gives out requests to push services, and the outcome of each push.
import SnugChat
