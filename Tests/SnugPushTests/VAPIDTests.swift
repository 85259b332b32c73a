import Crypto
import Foundation
import SnugChat
import SnugTesting
import Testing

@testable import SnugPush

@Suite("This server's word for itself") struct VAPIDTests {
    private let clock = ManualClock()
    private let contact = VAPIDContact(mailFrom: EmailAddress("admin@snug.example.org"), siteHost: nil)

    /// The claims of a token whose signature is that of a key.
    private func claims(_ token: String, by publicKey: String) throws -> [String: Any] {
        let parts = token.split(separator: ".").map(String.init)
        try #require(parts.count == 3)
        let key = try P256.Signing.PublicKey(x963Representation: try #require([UInt8](base64URL: publicKey)))
        let signature = try P256.Signing.ECDSASignature(
            rawRepresentation: try #require([UInt8](base64URL: parts[2])))
        #expect(key.isValidSignature(signature, for: Array("\(parts[0]).\(parts[1])".utf8)))
        let header = try #require([UInt8](base64URL: parts[0]))
        #expect(String(decoding: header, as: UTF8.self) == #"{"typ":"JWT","alg":"ES256"}"#)
        let body = try #require([UInt8](base64URL: parts[1]))
        return try #require(try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any])
    }

    @Test func `is written as RFC 8292 has it`() throws {
        // §2.4: the token of the example.
        let token =
            "eyJ0eXAiOiJKV1QiLCJhbGciOiJFUzI1NiJ9.eyJhdWQiOiJodHRwczovL3B1c2guZXhhbXBsZS5uZXQiLCJleHAiOjE0NTM1MjM3Njgs"
            + "InN1YiI6Im1haWx0bzpwdXNoQGV4YW1wbGUuY29tIn0.i3CYb7t4xfxCDquptFOepC9GAu_HLGkMlMuCGSK2rpiUfnK9ojFwDXb1JrEr"
            + "tmysazNjjvW2L9OkSSHzvoD1oA"
        let key = "BA1Hxzyi1RUM1b5wjxsn7nGxAszw2u61m164i3MrAIxHF6YK5h4SDYic-dRuU_RCPCfA5aq9ojSwk5Y2EmClBPs"
        let theirs = try claims(token, by: key)
        let ours = VAPIDKey()
        let contact = try #require(VAPIDContact(mailFrom: EmailAddress("push@example.com"), siteHost: nil))
        let made = try ours.token(
            for: "https://push.example.net", from: contact, expiry: Timestamp(seconds: 1_453_523_768))
        #expect(try claims(made, by: ours.publicKey) as NSDictionary == theirs as NSDictionary)
        #expect(made.split(separator: ".").prefix(2) == token.split(separator: ".").prefix(2), "byte for byte")
    }

    @Test func `is the same for an origin for six hours, and good for six more`() throws {
        let key = VAPIDKey()
        var tokens = VAPIDTokens(key: key, contact: try #require(contact))
        let start = clock.now
        let first = try tokens.authorization(for: "https://a.example.org", at: start)
        #expect(first.hasPrefix("vapid t=") && first.hasSuffix(", k=\(key.publicKey)"))
        #expect(try tokens.authorization(for: "https://a.example.org", at: start + .seconds(21_599)) == first)
        #expect(try tokens.authorization(for: "https://b.example.org", at: start) != first)
        let next = try tokens.authorization(for: "https://a.example.org", at: start + .seconds(21_600))
        #expect(next != first)
        let text = try #require(next.split(separator: ",").first?.dropFirst("vapid t=".count))
        let claims = try claims(String(text), by: key.publicKey)
        #expect(claims["exp"] as? Int64 == start.seconds + 21_600 + 43_200)
        #expect(claims["aud"] as? String == "https://a.example.org")
    }

    @Test func `is made anew after the clock went back`() throws {
        var tokens = VAPIDTokens(key: VAPIDKey(), contact: try #require(contact))
        let wrong = try tokens.authorization(for: "https://a.example.org", at: clock.now + .seconds(86_400 * 365))
        #expect(try tokens.authorization(for: "https://a.example.org", at: clock.now) != wrong, "it ends too late")
    }

    @Test func `is signed by the key that was kept`() throws {
        let key = VAPIDKey()
        #expect(try #require(VAPIDKey(bytes: key.bytes)).publicKey == key.publicKey)
        #expect(VAPIDKey(bytes: []) == nil && VAPIDKey(bytes: [UInt8](repeating: 0, count: 32)) == nil)
    }

    @Test func `names an address that the world can reach, or none`() {
        func url(_ mail: String?, _ site: String?) -> String? {
            VAPIDContact(mailFrom: mail.flatMap { EmailAddress($0) }, siteHost: site.flatMap { DomainName($0) })?.url
        }
        #expect(url("snug@chat.example.org", "chat.example.org") == "mailto:snug@chat.example.org")
        #expect(url(nil, "chat.example.org") == "https://chat.example.org")
        for own in [
            "localhost", "box.local", "box.localhost", "a.invalid", "a.test", "box.home.arpa", "box.lan", "10.0.0.1",
        ] {
            #expect(url("snug@\(own)", "chat.example.org") == "https://chat.example.org", "\(own)")
            #expect(url("snug@\(own)", own) == nil, "\(own)")
        }
    }
}
