import Crypto
import FoundationEssentials
import SnugChat
import SwiftASN1
import X509

/// The request by which an authority learns of a certificate's key and names (RFC 2986).
struct CertificateSigning: Sendable {
    let key: P256.Signing.PrivateKey
    let names: [String]

    /// Returns the request in DER, the names where authorities look for them: in its extension, no subject.
    var request: [UInt8] {
        get throws {
            let request = try CertificateSigningRequest(
                version: .v1, subject: DistinguishedName(), privateKey: Certificate.PrivateKey(key),
                attributes: CertificateSigningRequest.Attributes([
                    .init(ExtensionRequest(extensions: try Certificate.Extensions { Self.alternatives(names) }))
                ]),
                signatureAlgorithm: .ecdsaWithSHA256)
            var serializer = DER.Serializer()
            try serializer.serialize(request)
            return serializer.serializedBytes
        }
    }

    /// Returns a certificate that its own key signs: nobody trusts it, and it stands in until the first one comes.
    func placeholder(at now: Timestamp) throws -> Certificate {
        let (signer, name) = (Certificate.PrivateKey(key), try DistinguishedName { CommonName("Snug placeholder") })
        // Clocks of others may be behind.
        let (from, until) = (now - Limits.clockSkewMax, now + Limits.placeholderLifetime)
        return try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: signer.publicKey,
            notValidBefore: from.date, notValidAfter: until.date, issuer: name, subject: name,
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions { Self.alternatives(names) }, issuerPrivateKey: signer)
    }

    private static func alternatives(_ names: [String]) -> SubjectAlternativeNames {
        SubjectAlternativeNames(names.map { .dnsName($0) })
    }
}

extension Timestamp {
    var date: Date { Date(timeIntervalSince1970: Double(rawValue) / 1_000_000) }
    init(_ date: Date) { self.init(seconds: Int64(date.timeIntervalSince1970.rounded(.down))) }
}
