public import SnugChat
import Synchronization

/// Passwords without cost: a rule of the house does not depend on how they are hashed.
public struct PlainHasher: PasswordHasher {
    public init() {}
    public var decoy: String { "plain:\u{1}nobody" }
    public func hash(_ password: String) async throws -> String { "plain:\(password)" }
    public func verify(_ password: String, against hash: String) async throws -> Bool {
        hash == "plain:\(password)" || hash == "foreign:\(password)"
    }
    public func isOutdated(_ hash: String) -> Bool { !hash.hasPrefix("plain:") }
    public func adopt(_ foreign: String) async throws -> String? { canAdopt(foreign) ? foreign : nil }
    public func canAdopt(_ foreign: String) -> Bool { foreign.hasPrefix("foreign:") }
}

/// Tokens that can be read.
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

/// Keeps what was announced.
public final class EventRecorder: EventBus {
    private let batches = Mutex<[[Event]]>([])

    public init() {}

    public func publish(_ events: [Event]) { batches.withLock { $0.append(events) } }

    /// In the order of commit.
    public var events: [Event] { batches.withLock { $0.flatMap(\.self) } }

    public func clear() { batches.withLock { $0 = [] } }
}

/// A passkey whose answer is true when its signature says so: `clientDataJSON` is the challenge itself.
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
