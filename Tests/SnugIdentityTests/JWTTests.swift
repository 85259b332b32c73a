import Crypto
import Foundation
import SnugChat
import Testing

@testable import SnugIdentity

@Suite struct `Tokens` {
    static let secret = [UInt8](repeating: 9, count: 32)
    static let now = Timestamp(seconds: 1_795_363_200)
    static let claims = TokenClaims(
        userID: User.ID(3), sessionID: Session.ID(8), issuedAt: now, expiresAt: now + .seconds(60))

    static func encode(_ text: String) -> String {
        Data(text.utf8).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing(
            "=", with: "")
    }

    /// Returns a token with this header and payload, signed by HMAC-SHA-256.
    static func forge(_ header: String, _ payload: String, key: [UInt8] = secret) -> String {
        let signed = "\(encode(header)).\(encode(payload))"
        let signature = Data(HMAC<SHA256>.authenticationCode(for: Data(signed.utf8), using: SymmetricKey(data: key)))
        let text = signature.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing(
            "=", with: "")
        return "\(signed).\(text)"
    }

    static let header = #"{"alg":"HS256","typ":"JWT"}"#
    static let payload = #"{"iss":"snug","sub":"3","sid":8,"iat":1795363200,"exp":1795363260}"#

    @Test func `a token says who, by which session, until when`() async throws {
        let signer = await JWTSigner(secret: Self.secret)
        let token = try await signer.sign(Self.claims)
        #expect(await signer.verify(token, at: Self.now) == Self.claims)
        #expect(await signer.verify(token, at: Self.now + .seconds(60)) == nil)
        #expect(await signer.verify(Self.forge(Self.header, Self.payload), at: Self.now) == Self.claims)
    }

    @Test(arguments: [
        forge(header, payload, key: [UInt8](repeating: 8, count: 32)),
        "\(encode(#"{"alg":"none","typ":"JWT"}"#)).\(encode(payload)).",
        forge(#"{"alg":"none"}"#, payload),
        forge(#"{"alg":"RS256","typ":"JWT"}"#, payload),
        forge(#"{"alg":"HS384","typ":"JWT"}"#, payload),
        forge(#"{"alg":"HS256","kid":"other"}"#, payload),
        forge(#"{"alg":"HS256","jku":"https://evil.example/keys"}"#, payload),
        forge(#"{"alg":"HS256","jwk":{"kty":"oct","k":"AAAA"}}"#, payload),
        forge(#"{"alg":"HS256","x5u":"https://evil.example/cert"}"#, payload),
        forge(#"{"alg":"HS256","crit":["exp"]}"#, payload),
        forge(header, #"{"iss":"other","sub":"3","sid":8,"iat":1795363200,"exp":1795363260}"#),
        forge(header, #"{"iss":"snug","sub":"3","sid":8,"iat":1795363200}"#),
        forge(header, #"{"iss":"snug","sub":"-3","sid":8,"iat":1795363200,"exp":1795363260}"#),
        forge(header, #"{"iss":"snug","sub":"3","sid":8,"iat":1795363200,"exp":1795363100}"#),
        forge(header, #"{"iss":"snug","sub":"3","sid":"8","iat":1795363200,"exp":1795363260}"#),
        "", ".", "..", "a.b.c", forge(header, payload) + "x", String(repeating: "x", count: 5_000),
    ])
    func `a forgery is nobody`(token: String) async {
        let signer = await JWTSigner(secret: Self.secret)
        #expect(await signer.verify(token, at: Self.now) == nil)
    }
}
