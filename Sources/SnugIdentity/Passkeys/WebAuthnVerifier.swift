import Crypto
public import SnugChat

/// A verifier of passkeys by WebAuthn level 3 §7.1 and §7.2, with user verification and without attestation.
public struct WebAuthnVerifier: PasskeyVerifier {
    public init() {}

    public func challenge(in answer: PasskeyAnswer) throws(PasskeyFault) -> [UInt8] {
        try ClientData(answer.clientDataJSON).challenge
    }

    public func verifyRegistration(_ answer: PasskeyAnswer, at site: PasskeySite) throws(PasskeyFault) -> NewPasskey {
        try check(answer, type: "webauthn.create", at: site)
        guard answer.attestationObject.count <= Self.attestationBytesMax else { throw .malformed }
        var bytes = answer.attestationObject[...]
        guard let attestation = CBOR.read(&bytes), bytes.isEmpty, let format = attestation["fmt"]?.text,
            let statement = attestation["attStmt"], statement.isMap, let dataBytes = attestation["authData"]?.bytes,
            let data = AuthenticatorData(dataBytes)
        else { throw .malformed }
        try check(data, at: site)
        guard let credential = data.credential else { throw .malformed }
        guard credential.id == answer.rawID else { throw .wrongID }
        guard let key = COSEKey(credential.key) else { throw .wrongAlgorithm }
        let signed = dataBytes + SHA256.hash(data: answer.clientDataJSON)
        try check(format, statement, of: credential, key, signed: signed)
        return NewPasskey(
            credentialID: credential.id, publicKey: credential.publicKey, counter: data.counter)
    }

    public func verifyLogin(
        _ answer: PasskeyAnswer,
        by passkey: Passkey,
        at site: PasskeySite
    ) throws(PasskeyFault) -> UInt32 {
        try check(answer, type: "webauthn.get", at: site)
        guard answer.rawID == passkey.credentialID else { throw .wrongID }
        guard let data = AuthenticatorData(answer.authenticatorData), data.credential == nil else { throw .malformed }
        try check(data, at: site)
        var bytes = passkey.publicKey[...]
        guard let cose = CBOR.read(&bytes), let key = COSEKey(cose) else { throw .wrongAlgorithm }
        let signed = answer.authenticatorData + SHA256.hash(data: answer.clientDataJSON)
        guard key.isSignature(answer.signature, of: signed) else { throw .wrongSignature }
        return data.counter
    }

    /// The most bytes of an attestation object: two kilobytes and a long chain of certificates.
    private static let attestationBytesMax = 64 * 1_024

    private func check(_ answer: PasskeyAnswer, type: String, at site: PasskeySite) throws(PasskeyFault) {
        guard answer.type == "public-key" else { throw .wrongType }
        guard answer.id == answer.rawID else { throw .wrongID }
        let client = try ClientData(answer.clientDataJSON)
        guard client.type == type else { throw .wrongType }
        guard client.origin == site.origin else { throw .wrongOrigin }
        guard !client.isCrossOrigin else { throw .crossOrigin }
    }

    private func check(_ data: AuthenticatorData, at site: PasskeySite) throws(PasskeyFault) {
        guard data.siteHash == Array(SHA256.hash(data: Array(site.id.utf8))) else { throw .wrongSite }
        guard data.flags.contains(.userPresent) else { throw .userNotPresent }
        guard data.flags.contains(.userVerified) else { throw .userNotVerified }
        guard data.flags.contains(.backupEligible) || !data.flags.contains(.backedUp) else { throw .wrongBackupState }
    }

    /// Checks an attestation's format, and its signature where it has one.
    ///
    /// Browsers that were told to leave attestation out send none (W §8.7), or what an authenticator signed with the
    /// new key itself (W §8.2).
    private func check(
        _ format: String,
        _ statement: CBOR,
        of credential: AuthenticatorData.Credential,
        _ key: COSEKey,
        signed: [UInt8]
    ) throws(PasskeyFault) {
        switch format {
        case "none":
            guard statement.isEmptyMap else { throw .wrongAttestation }
        case "packed":
            guard statement["x5c"] == nil, let algorithm = statement["alg"]?.integer,
                let signature = statement["sig"]?.bytes
            else { throw .wrongAttestation }
            guard algorithm == key.algorithm else { throw .wrongAlgorithm }
            guard key.isSignature(signature, of: signed) else { throw .wrongSignature }
        default: throw .wrongAttestation
        }
    }
}
