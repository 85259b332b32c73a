/// The port that turns passwords into hashes, and verifies passwords against them.
public protocol PasswordHasher: Sendable {
    /// Hashes a password.
    /// - Returns: a PHC string with its own salt.
    /// - Throws: ``Refusal/busy`` where too many wait.
    func hash(_ password: String) async throws -> String
    /// Verifies a password against a hash.
    /// - Returns: true if `hash` was made of `password`; false for a hash that cannot be read.
    /// - Throws: ``Refusal/busy`` where too many wait.
    func verify(_ password: String, against hash: String) async throws -> Bool
    /// Hashes a password so that one more of the same address can be found by ``first(of:madeOf:)`` at the cost of one.
    /// - Parameter other: a hash of the same address, whose salt the new one takes; nil for a salt of its own.
    /// - Throws: ``Refusal/busy`` where too many wait.
    func hash(_ password: String, beside other: String?) async throws -> String
    /// Finds the first of several hashes that was made of a password, in the time of one where they share their salt.
    /// - Throws: ``Refusal/busy`` where too many wait.
    func first(of hashes: [String], madeOf password: String) async throws -> Int?
    /// Returns true if a hash, which a password was just verified against, is to be made anew from it.
    func isOutdated(_ hash: String) -> Bool
    /// Turns another product's hash into one that can be kept: SHA-256 in 64 hexadecimal digits, or bcrypt.
    /// - Returns: the hash; nil where it is neither.
    /// - Throws: ``Refusal/busy`` where too many wait.
    func adopt(_ foreign: String) async throws -> String?
    /// Returns true, at once, if ``adopt(_:)`` would return a hash.
    func canAdopt(_ foreign: String) -> Bool
    /// A hash of nothing anyone knows, as costly to verify as any other, that stands in for an unknown account.
    var decoy: String { get }
}

/// The port that signs and reads the tokens that clients carry (PROTOCOL §1).
public protocol TokenSigner: Sendable {
    /// Returns a token that carries these claims.
    func sign(_ claims: TokenClaims) async throws -> String
    /// Returns the claims of a token; nil where it is not one of ours or its time is over at `now`.
    func verify(_ token: String, at now: Timestamp) async -> TokenClaims?
}
