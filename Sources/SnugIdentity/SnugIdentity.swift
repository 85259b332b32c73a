/// SnugIdentity: proving who someone is.
///
/// What this room is: the ports ``SnugChat/PasswordHasher`` (scrypt of the system's OpenSSL) and
/// ``SnugChat/TokenSigner`` (JWT by jwt-kit), and the system's randomness and clock.
/// What comes in: passwords, claims, tokens. What goes out: PHC strings, yes or no, tokens, claims or nothing.
import SnugChat
