import FoundationEssentials
import JWTKit
public import SnugChat

/// A signer of JSON Web Tokens, HS256 alone (RFC 7519, RFC 8725 §3.1), by jwt-kit.
public struct JWTSigner: TokenSigner {
    private static let issuer = "snug"
    private let keys: JWTKeyCollection

    /// - Parameter secret: at least 32 random bytes (RFC 7518 §3.2).
    public init(secret: [UInt8]) async {
        precondition(secret.count >= 32, "HS256 needs a key of at least 256 bits")
        keys = await JWTKeyCollection().add(hmac: HMACKey(from: secret), digestAlgorithm: .sha256)
    }

    public func sign(_ claims: TokenClaims) async throws -> String {
        try await keys.sign(Payload(claims))
    }

    public func verify(_ token: String, at now: Timestamp) async -> TokenClaims? {
        guard token.utf8.count <= 2_048, Self.hasOurHeader(token),
            let payload = try? await keys.verify(token, as: Payload.self),
            payload.iss == Self.issuer, let userID = Int64(payload.sub), userID > 0, payload.sid > 0,
            payload.exp > now.seconds
        else { return nil }
        return TokenClaims(
            userID: User.ID(userID), sessionID: Session.ID(payload.sid),
            issuedAt: Timestamp(seconds: payload.iat), expiresAt: Timestamp(seconds: payload.exp))
    }

    /// Returns true if the header says HS256 and names no key of its own (`kid`, `jku`, `jwk`, `x5u` …).
    ///
    /// The signature is not looked at.
    private static func hasOurHeader(_ token: String) -> Bool {
        if usualHeaders.contains(where: token.hasPrefix) { return true }
        guard let end = token.firstIndex(of: "."),
            let bytes = Base64.decode(Substring(token[..<end].map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 })),
            let header = try? JSONDecoder().decode([String: String].self, from: Data(bytes))
        else { return false }
        return header["alg"] == "HS256" && Set(header.keys).isSubset(of: ["alg", "typ"])
    }

    /// The headers that nearly all tokens have, `{"alg":"HS256","typ":"JWT"}` in either order, and their end.
    private static let usualHeaders = [
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.", "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.",
    ]

    private struct Payload: JWTPayload {
        var iss: String
        var sub: String
        var sid: Int64
        var iat: Int64
        var exp: Int64

        init(_ claims: TokenClaims) {
            iss = JWTSigner.issuer
            sub = claims.userID.description
            sid = claims.sessionID.rawValue
            iat = claims.issuedAt.seconds
            exp = claims.expiresAt.seconds
        }

        /// Checks nothing: time and issuer are checked by the caller, which has the clock.
        func verify(using algorithm: some JWTAlgorithm) {}
    }
}
