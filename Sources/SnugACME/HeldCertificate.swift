import Crypto
import FoundationEssentials
public import SnugChat
import SwiftASN1
import X509

/// A certificate with its chain and its key, as one file holds them: a pair that belongs together at every moment.
public struct HeldCertificate: Sendable, Hashable {
    public let names: Set<String>
    public let from: Timestamp
    public let until: Timestamp
    /// True for the one that stands in until the first has come.
    public let isPlaceholder: Bool
    /// The file's content: the key, then the chain, the server's own certificate first.
    let pem: String

    /// Reads what a file holds.
    /// - Throws: ``ACMEFault`` where it is no pair.
    init(pem: String) throws(ACMEFault) {
        do {
            let parts = try PEMDocument.parseMultiple(pemString: pem)
            guard let first = parts.first, first.discriminator == "PRIVATE KEY" else {
                throw ACMEFault(.files, "There is no key.")
            }
            let key = try P256.Signing.PrivateKey(derRepresentation: first.derBytes)
            try self.init(chain: Array(parts.dropFirst()), key: key)
        } catch let fault as ACMEFault { throw fault } catch {
            throw ACMEFault(.files, "It is no certificate: \(error)")
        }
    }

    /// Takes an authority's chain, if it is for a key and for names, and each certificate but the last is signed by the
    /// next.
    /// - Throws: ``ACMEFault``
    init(chain: String, for signing: CertificateSigning) throws(ACMEFault) {
        do {
            try self.init(chain: try PEMDocument.parseMultiple(pemString: chain), key: signing.key)
        } catch let fault as ACMEFault { throw fault } catch {
            throw ACMEFault(.answer, "What was sent is no chain of certificates: \(error)")
        }
        let missing = signing.names.filter { !names.contains($0) }
        guard missing.isEmpty else {
            throw ACMEFault(.answer, "The certificate is not for \(missing.joined(separator: ", ")).")
        }
    }

    init(placeholder signing: CertificateSigning, at now: Timestamp) throws {
        try self.init(chain: [try signing.placeholder(at: now).serializeAsPEM()], key: signing.key)
    }

    private init(chain parts: [PEMDocument], key: P256.Signing.PrivateKey) throws {
        guard (1...Limits.acmeChainMax).contains(parts.count),
            parts.allSatisfy({ $0.discriminator == Certificate.defaultPEMDiscriminator })
        else { throw ACMEFault(.answer, "What was sent is no chain of certificates.") }
        let chain = try parts.map { try Certificate(pemDocument: $0) }
        let leaf = chain[0]
        guard leaf.publicKey == Certificate.PublicKey(key.publicKey) else {
            throw ACMEFault(.answer, "The certificate is for another key.")
        }
        for (certificate, issuer) in zip(chain, chain.dropFirst())
        where !issuer.publicKey.isValidSignature(certificate.signature, for: certificate) {
            throw ACMEFault(.answer, "The chain does not hold together.")
        }
        let alternatives = try leaf.extensions.subjectAlternativeNames
        names = Set(
            (alternatives ?? SubjectAlternativeNames()).compactMap { name in
                if case .dnsName(let name) = name { name.lowercased() } else { nil }
            })
        (from, until) = (Timestamp(leaf.notValidBefore), Timestamp(leaf.notValidAfter))
        isPlaceholder = leaf.issuer == leaf.subject
        // Written anew: nothing but the parts that were looked at gets into the file.
        pem = ([key.pemRepresentation] + parts.map(\.pemString)).map { $0 + "\n" }.joined()
    }

    /// The time that it is good for.
    public var lifetime: Duration { until - from }
}
