import SnugChat

/// An authenticator's statement of itself and of what it did (W §6.1).
struct AuthenticatorData: Sendable, Hashable {
    var siteHash: [UInt8]
    var flags: Flags
    var counter: UInt32
    /// The new key, at registration alone.
    var credential: Credential?

    struct Flags: OptionSet, Sendable, Hashable {
        let rawValue: UInt8
        static let userPresent = Flags(rawValue: 1 << 0)
        static let userVerified = Flags(rawValue: 1 << 2)
        static let backupEligible = Flags(rawValue: 1 << 3)
        static let backedUp = Flags(rawValue: 1 << 4)
        static let hasCredential = Flags(rawValue: 1 << 6)
        static let hasExtensions = Flags(rawValue: 1 << 7)
    }

    /// A new key (W §6.5.1).
    struct Credential: Sendable, Hashable {
        var aaguid: [UInt8]
        var id: [UInt8]
        /// The key as it was given, to be kept.
        var publicKey: [UInt8]
        var key: CBOR
    }

    /// Creates the data from bytes; nil unless they are exactly what their flags say.
    init?(_ bytes: [UInt8]) {
        guard bytes.count >= 37 else { return nil }
        siteHash = Array(bytes[..<32])
        flags = Flags(rawValue: bytes[32])
        counter = bytes[33..<37].reduce(0) { $0 << 8 | UInt32($1) }
        var rest = bytes[37...]
        if flags.contains(.hasCredential) {
            guard rest.count >= 18 else { return nil }
            let aaguid = Array(rest.prefix(16))
            rest = rest.dropFirst(16)
            let idBytes = rest.prefix(2).reduce(0) { $0 << 8 | Int($1) }
            rest = rest.dropFirst(2)
            guard (1...Limits.credentialIDBytesMax).contains(idBytes), rest.count >= idBytes else { return nil }
            let id = Array(rest.prefix(idBytes))
            rest = rest.dropFirst(idBytes)
            let start = rest
            guard let key = CBOR.read(&rest), key.isMap else { return nil }
            let publicKey = Array(start.prefix(start.count - rest.count))
            credential = Credential(aaguid: aaguid, id: id, publicKey: publicKey, key: key)
        }
        if flags.contains(.hasExtensions) {
            guard let extensions = CBOR.read(&rest), extensions.isMap else { return nil }
        }
        guard rest.isEmpty else { return nil }
    }
}
