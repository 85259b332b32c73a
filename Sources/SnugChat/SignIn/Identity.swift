/// Port: makes passwords into what is kept of them.
public protocol PasswordHasher: Sendable {
    /// - Returns: a PHC string with its own salt.
    /// - Throws: ``Refusal/busy`` where too many wait.
    func hash(_ password: String) async throws -> String
    /// - Returns: whether `password` is the one `hash` was made of. False for a hash that cannot be read.
    /// - Throws: ``Refusal/busy`` where too many wait.
    func verify(_ password: String, against hash: String) async throws -> Bool
    /// Whether a hash that a password was just verified against is to be made anew from it.
    func isOutdated(_ hash: String) -> Bool
    /// What to keep of another product's hash: SHA-256 in 64 hexadecimal digits, or bcrypt.
    /// - Returns: nil where it is neither.
    /// - Throws: ``Refusal/busy`` where too many wait.
    func adopt(_ foreign: String) async throws -> String?
    /// Whether ``adopt(_:)`` returns something; at once.
    func canAdopt(_ foreign: String) -> Bool
    /// A hash of nothing anyone knows, as costly to verify as any other: what stands in for an unknown account.
    var decoy: String { get }
}

/// Port: signs and reads the tokens that clients carry (PROTOCOL §1).
public protocol TokenSigner: Sendable {
    func sign(_ claims: TokenClaims) async throws -> String
    /// - Returns: what the token says, or nil where it is not one of ours or its time is over at `now`.
    func verify(_ token: String, at now: Timestamp) async -> TokenClaims?
}
