import Crypto
import FoundationEssentials
import SnugChat
import Testing

@testable import SnugACME

@Suite("The account's key") struct AccountKeyTests {
    private func bytes(_ text: String) throws -> [UInt8] { try #require([UInt8](base64URL: text)) }

    /// The key of RFC 7515 §A.3.1.
    private var key: AccountKey {
        get throws {
            let secret = try bytes("jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI")
            return try AccountKey(pem: P256.Signing.PrivateKey(rawRepresentation: secret).pemRepresentation)
        }
    }

    @Test func `is written as RFC 7515 has it`() throws {
        #expect(try key.publicKey.x == "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU")
        #expect(try key.publicKey.y == "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0")
    }

    @Test func `has the thumbprint of RFC 9449`() throws {
        // §6.1, whose thumbprints are those of RFC 7638.
        let point =
            try bytes("l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs")
            + bytes("9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA")
        let key = JSONWebKey(try P256.Signing.PublicKey(rawRepresentation: point))
        #expect(key.thumbprint == "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I")
    }

    @Test func `proves a token by its thumbprint`() throws {
        let token = "evaGxfADs6pSRb2LAv9IZf17Dt3juxGJ-PCt92wr-oA"
        #expect(try key.authorization(for: token) == "\(token).\(key.publicKey.thumbprint)")
    }

    @Test func `verifies the signature of RFC 7515`() throws {
        let signed =
            "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
        let signature = try P256.Signing.ECDSASignature(
            rawRepresentation: bytes(
                "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"))
        #expect(try key.key.publicKey.isValidSignature(signature, for: Array(signed.utf8)))
    }
}

@Suite("A signed request") struct SignedRequestTests {
    private let key = AccountKey()

    private func header(_ request: SignedRequest) throws -> String {
        String(decoding: try #require([UInt8](base64URL: request.protected)), as: UTF8.self)
    }

    @Test func `carries the key until there is an account, then its URL`() throws {
        let url = "https://example.org/new-account"
        let first = try SignedRequest([], to: url, nonce: "bm9uY2U", by: key, account: nil)
        let (x, y) = (key.publicKey.x, key.publicKey.y)
        #expect(
            try header(first)
                == #"{"alg":"ES256","jwk":{"crv":"P-256","kty":"EC","x":"\#(x)","y":"\#(y)"},"nonce":"bm9uY2U","url":"\#(url)"}"#
        )
        let next = try SignedRequest([], to: url, nonce: "bm9uY2U", by: key, account: "https://example.org/acct/1")
        #expect(
            try header(next)
                == #"{"alg":"ES256","kid":"https://example.org/acct/1","nonce":"bm9uY2U","url":"\#(url)"}"#)
        #expect(next.payload.isEmpty, "a fetch signs nothing (RFC 8555 §6.3)")
    }

    @Test func `is signed over header and payload`() throws {
        let request = try SignedRequest(
            Array("{}".utf8), to: "https://a/", nonce: "bg", by: key, account: "https://a/1")
        let sent = try JSONDecoder().decode(SignedRequest.self, from: Data(try request.bytes))
        #expect(sent == request && sent.payload == "e30")
        let signature = try P256.Signing.ECDSASignature(
            rawRepresentation: try #require([UInt8](base64URL: sent.signature)))
        let signed = Array("\(sent.protected).\(sent.payload)".utf8)
        #expect(key.key.publicKey.isValidSignature(signature, for: signed))
    }
}
