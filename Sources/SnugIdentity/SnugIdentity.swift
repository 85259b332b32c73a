/// SnugIdentity: the proofs of who someone is.
///
/// This module implements the ports ``SnugChat/PasswordHasher`` (scrypt of the system's OpenSSL),
/// ``SnugChat/TokenSigner`` (JWT by jwt-kit) and ``SnugChat/PasskeyVerifier`` (WebAuthn), and gives the system's
/// randomness and clock. It takes in passwords, claims, tokens and passkeys' answers, and gives out PHC strings, yes or
/// no, tokens, claims or nothing, and passkeys to be kept.
import SnugChat
