import Crypto
import FoundationEssentials
import SnugChat
import SwiftASN1
import X509

@testable import SnugACME

/// An authority that signs certificates of ninety days.
struct Authority {
    let key = P256.Signing.PrivateKey()
    let certificate: Certificate

    init() throws {
        let name = try DistinguishedName { CommonName("Authority of the tests") }
        let signer = Certificate.PrivateKey(key)
        certificate = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: signer.publicKey,
            notValidBefore: Date(timeIntervalSince1970: 0), notValidAfter: Date(timeIntervalSince1970: 4_000_000_000),
            issuer: name, subject: name, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions { BasicConstraints.isCertificateAuthority(maxPathLength: nil) },
            issuerPrivateKey: signer)
    }

    func certificate(for signing: CertificateSigning, at now: Timestamp) throws -> Certificate {
        try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(),
            publicKey: Certificate.PublicKey(signing.key.publicKey), notValidBefore: now.date,
            notValidAfter: (now + .seconds(90 * 86_400)).date, issuer: certificate.subject,
            subject: DistinguishedName(), signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                SubjectAlternativeNames(signing.names.map { .dnsName($0) })
            }, issuerPrivateKey: Certificate.PrivateKey(key))
    }
}
