/// A public key that stands for someone's fingerprint, face or PIN on a device (WebAuthn level 3 §4).
public struct Passkey: Sendable, Hashable {
    public typealias ID = Identifier<Passkey>
    public var id: ID
    public var userID: User.ID
    /// 1 to ``Limits/credentialIDBytesMax`` bytes, unique over all users.
    public var credentialID: [UInt8]
    /// The key as its authenticator gave it (COSE_Key, RFC 9052 §7).
    public var publicKey: [UInt8]
    /// The number of its uses, where its authenticator counts them (W §6.1.1).
    public var counter: UInt32
    public var name: String
    public var createdAt: Timestamp
    public var lastUsedAt: Timestamp?

    public init(
        id: ID,
        userID: User.ID,
        credentialID: [UInt8],
        publicKey: [UInt8],
        counter: UInt32,
        name: String,
        createdAt: Timestamp,
        lastUsedAt: Timestamp?
    ) {
        self.id = id
        self.userID = userID
        self.credentialID = credentialID
        self.publicKey = publicKey
        self.counter = counter
        self.name = name
        self.createdAt = createdAt
        self.lastUsedAt = lastUsedAt
    }
}

/// A use of passkeys, which WebAuthn calls a ceremony.
public enum PasskeyCeremony: String, Sendable, Hashable {
    case register, login
}

/// A browser's answer in a ceremony (the JSON form of W §5.1), its base64url decoded.
public struct PasskeyAnswer: Sendable, Hashable {
    public var id: [UInt8]
    public var rawID: [UInt8]
    public var type: String
    public var clientDataJSON: [UInt8]
    /// Present at registration.
    public var attestationObject: [UInt8]
    /// Present at login.
    public var authenticatorData: [UInt8]
    public var signature: [UInt8]
    public var userHandle: [UInt8]?
    /// True if every member that its ceremony needs was there and readable.
    ///
    /// The ceremony of an answer that is not whole ends like any other.
    public var isWhole: Bool

    public init(
        id: [UInt8],
        rawID: [UInt8],
        type: String,
        clientDataJSON: [UInt8],
        attestationObject: [UInt8] = [],
        authenticatorData: [UInt8] = [],
        signature: [UInt8] = [],
        userHandle: [UInt8]? = nil,
        isWhole: Bool = true
    ) {
        self.id = id
        self.rawID = rawID
        self.type = type
        self.clientDataJSON = clientDataJSON
        self.attestationObject = attestationObject
        self.authenticatorData = authenticatorData
        self.signature = signature
        self.userHandle = userHandle
        self.isWhole = isWhole
    }
}

/// The site that an answer must fit: this one.
public struct PasskeySite: Sendable, Hashable {
    /// The origin, `https://chat.example.org`.
    public var origin: String
    /// The origin's host.
    public var id: String

    public init(origin: String) {
        self.origin = origin
        let host = origin.split(separator: "/", maxSplits: 2).last ?? ""
        id = String(host.hasPrefix("[") ? host.prefix { $0 != "]" } + "]" : host.prefix { $0 != ":" })
    }
}

/// A passkey that the answer to a registration proves.
public struct NewPasskey: Sendable, Hashable {
    public var credentialID: [UInt8]
    public var publicKey: [UInt8]
    public var counter: UInt32

    public init(credentialID: [UInt8], publicKey: [UInt8], counter: UInt32) {
        self.credentialID = credentialID
        self.publicKey = publicKey
        self.counter = counter
    }
}

/// A reason not to accept an answer, each with a machine word of its own.
public enum PasskeyFault: String, Error, Sendable, Hashable, CaseIterable {
    case malformed = "passkey_malformed"
    case wrongType = "passkey_wrong_type"
    case wrongChallenge = "passkey_wrong_challenge"
    case challengeExpired = "passkey_challenge_expired"
    case wrongOrigin = "passkey_wrong_origin"
    case crossOrigin = "passkey_cross_origin"
    case wrongSite = "passkey_wrong_site"
    case userNotPresent = "passkey_user_not_present"
    case userNotVerified = "passkey_user_not_verified"
    case wrongBackupState = "passkey_wrong_backup_state"
    case wrongID = "passkey_wrong_id"
    case wrongAlgorithm = "passkey_wrong_algorithm"
    case wrongAttestation = "passkey_wrong_attestation"
    case wrongSignature = "passkey_wrong_signature"
    case wrongUser = "passkey_wrong_user"
    case counterWentBack = "passkey_counter_went_back"
    case unknown = "passkey_unknown"
    case alreadyKnown = "passkey_already_known"
}

/// The port that checks the answers of authenticators.
///
/// Pure: time, challenges and records are the caller's.
public protocol PasskeyVerifier: Sendable {
    /// Returns the challenge that an answer claims to answer, unproven.
    func challenge(in answer: PasskeyAnswer) throws(PasskeyFault) -> [UInt8]
    /// Verifies a registration (W §7.1), its challenge proven already.
    func verifyRegistration(_ answer: PasskeyAnswer, at site: PasskeySite) throws(PasskeyFault) -> NewPasskey
    /// Verifies a login (W §7.2), its challenge proven already.
    /// - Returns: the authenticator's counter.
    func verifyLogin(_ answer: PasskeyAnswer, by passkey: Passkey, at site: PasskeySite) throws(PasskeyFault) -> UInt32
}
