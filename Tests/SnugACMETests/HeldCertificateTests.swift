import Crypto
import SnugChat
import SnugTesting
import SwiftASN1
import Testing
import X509

@testable import SnugACME

@Suite("A certificate") struct HeldCertificateTests {
    private let now = ManualClock().now
    private let signing = CertificateSigning(key: P256.Signing.PrivateKey(), names: ["chat.example.org", "b.example"])

    private func pem(_ certificate: Certificate) throws -> String { try certificate.serializeAsPEM().pemString }

    @Test func `is asked for with its key and all its names`() throws {
        let request = try CertificateSigningRequest(derEncoded: try signing.request)
        #expect(request.publicKey == Certificate.PublicKey(signing.key.publicKey))
        #expect(request.publicKey.isValidSignature(request.signature, for: request))
        #expect(request.subject.isEmpty)
        let names = try request.attributes.extensionRequest?.extensions.subjectAlternativeNames
        #expect(names == SubjectAlternativeNames([.dnsName("chat.example.org"), .dnsName("b.example")]))
    }

    @Test func `stands in until another has come`() throws {
        let placeholder = try HeldCertificate(placeholder: signing, at: now)
        #expect(placeholder.isPlaceholder && placeholder.names == ["chat.example.org", "b.example"])
        #expect(placeholder.from < now && now < placeholder.until)
        #expect(try HeldCertificate(pem: placeholder.pem) == placeholder, "a file holds it")
    }

    @Test func `is taken from an authority with its chain`() throws {
        let authority = try Authority()
        let leaf = try authority.certificate(for: signing, at: now)
        let chain = try pem(leaf) + "\n" + pem(authority.certificate)
        let held = try HeldCertificate(chain: chain, for: signing)
        #expect(!held.isPlaceholder && held.lifetime == .seconds(90 * 86_400))
        #expect(held.pem.hasPrefix("-----BEGIN PRIVATE KEY-----"))
        #expect(held.pem.contains(try pem(authority.certificate)))
    }

    @Test func `is refused where it is no such chain`() throws {
        let (authority, other) = (try Authority(), try Authority())
        let leaf = try pem(try authority.certificate(for: signing, at: now))
        let stranger = CertificateSigning(key: P256.Signing.PrivateKey(), names: signing.names)
        let fewer = CertificateSigning(key: signing.key, names: ["b.example"])
        let wrong: [(String, String)] = [
            (try pem(try authority.certificate(for: stranger, at: now)), "for another key"),
            (try pem(try authority.certificate(for: fewer, at: now)), "not for chat.example.org"),
            (leaf + "\n" + (try pem(other.certificate)), "does not hold together"),
            (leaf + "\n" + signing.key.pemRepresentation, "no chain"), ("", "no chain"), ("<html>", "no chain"),
            (Array(repeating: leaf, count: Limits.acmeChainMax + 1).joined(separator: "\n"), "no chain"),
        ]
        for (chain, words) in wrong {
            let fault = #expect(throws: ACMEFault.self) { try HeldCertificate(chain: chain, for: signing) }
            #expect(fault?.detail.contains(words) == true, "\(words): \(fault?.detail ?? "")")
        }
    }
}
