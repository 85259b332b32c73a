public import SnugChat
import Synchronization

/// A hasher without cost, for rules that do not depend on how passwords are hashed.
public struct PlainHasher: PasswordHasher {
    public init() {}
    public var decoy: String { "plain:\u{1}nobody" }
    public func hash(_ password: String) async throws -> String { "plain:\(password)" }
    public func verify(_ password: String, against hash: String) async throws -> Bool {
        hash == "plain:\(password)" || hash == "foreign:\(password)"
    }
    public func hash(_ password: String, beside other: String?) async throws -> String { try await hash(password) }
    public func first(of hashes: [String], madeOf password: String) async throws -> Int? {
        hashes.firstIndex(of: "plain:\(password)")
    }
    public func isOutdated(_ hash: String) -> Bool { !hash.hasPrefix("plain:") }
    public func adopt(_ foreign: String) async throws -> String? { canAdopt(foreign) ? foreign : nil }
    public func canAdopt(_ foreign: String) -> Bool { foreign.hasPrefix("foreign:") }
}

/// A signer of tokens that can be read.
public struct PlainSigner: TokenSigner {
    public init() {}

    public func sign(_ claims: TokenClaims) async throws -> String {
        "\(claims.userID).\(claims.sessionID).\(claims.expiresAt.rawValue)"
    }

    public func verify(_ token: String, at now: Timestamp) async -> TokenClaims? {
        let parts = token.split(separator: ".").compactMap { Int64($0) }
        guard parts.count == 3, now < Timestamp(rawValue: parts[2]) else { return nil }
        return TokenClaims(
            userID: User.ID(parts[0]), sessionID: Session.ID(parts[1]), issuedAt: now,
            expiresAt: Timestamp(rawValue: parts[2]))
    }
}

/// A bus that keeps the announced events.
public final class EventRecorder: EventBus {
    private let batches = Mutex<[[Event]]>([])

    public init() {}

    public func publish(_ events: [Event]) { batches.withLock { $0.append(events) } }

    /// The events in the order of commit.
    public var events: [Event] { batches.withLock { $0.flatMap(\.self) } }

    /// Forgets the events so far.
    public func clear() { batches.withLock { $0 = [] } }
}

/// A verifier that believes a signature or an attestation of `true`; `clientDataJSON` is the challenge itself.
public struct PlainVerifier: PasskeyVerifier {
    public init() {}

    public func challenge(in answer: PasskeyAnswer) throws(PasskeyFault) -> [UInt8] { answer.clientDataJSON }

    public func verifyRegistration(_ answer: PasskeyAnswer, at site: PasskeySite) throws(PasskeyFault) -> NewPasskey {
        guard answer.attestationObject == Array("true".utf8) else { throw .wrongAttestation }
        return NewPasskey(credentialID: answer.rawID, publicKey: [1], counter: 0)
    }

    public func verifyLogin(
        _ answer: PasskeyAnswer,
        by passkey: Passkey,
        at site: PasskeySite
    ) throws(PasskeyFault) -> UInt32 {
        guard answer.signature == Array("true".utf8) else { throw .wrongSignature }
        return answer.authenticatorData.reduce(0) { $0 << 8 | UInt32($1) }
    }
}
