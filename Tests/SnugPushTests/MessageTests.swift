import Crypto
import Foundation
import SnugChat
import Testing

@testable import SnugPush

@Suite("A sealed push") struct MessageTests {
    /// A message as `Tests/vectors/push/make` has a foreign implementation seal it.
    struct Vector: Decodable, CustomTestStringConvertible {
        var name: String
        var text: String
        var padding: Int
        var sender: String
        var p256dh: String
        var auth: String
        var salt: String
        var body: String

        var testDescription: String { name }

        func sealed(padding: Int) throws -> [UInt8] {
            try MessageEncryption.seal(
                Array(text.utf8), padding: padding,
                for: #require(PushKeys(p256dh: p256dh, auth: auth)),
                key: P256.KeyAgreement.PrivateKey(rawRepresentation: #require([UInt8](base64URL: sender))),
                salt: #require([UInt8](base64URL: salt)))
        }
    }

    static let vectors: [Vector] = {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let data = try? Data(contentsOf: tests.appendingPathComponent("vectors/push/messages.json"))
        return (try? JSONDecoder().decode([Vector].self, from: data ?? Data())) ?? []
    }()

    @Test func `has vectors to be compared with`() { #expect(Self.vectors.count == 7) }

    @Test(arguments: vectors) func `is the same as a foreign implementation's`(_ vector: Vector) throws {
        #expect(try vector.sealed(padding: vector.padding).base64URL == vector.body)
    }

    @Test func `tells of its text's length only in steps of 256 bytes`() throws {
        let lengths = try Self.vectors.map { ($0.text.utf8.count, try $0.sealed(padding: 256).count - 103) }
        #expect(lengths.map(\.0) == [41, 1, 37, 86, 0, 256, 2_400])
        #expect(lengths.map(\.1) == [256, 256, 256, 256, 0, 256, 2_560])
    }

    @Test func `is not made of a text that is too long`() throws {
        var vector = try #require(Self.vectors.last)
        vector.text += "x"
        #expect(throws: PushFailure.self) { try vector.sealed(padding: 256) }
    }
}

@Suite("A browser's keys") struct PushKeysTests {
    private let p256dh = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
    private let auth = "BTBZMqHH6r4Tts7J_aSIgg"

    @Test func `are a point on the curve and sixteen bytes`() throws {
        let keys = try #require(PushKeys(p256dh: p256dh, auth: auth))
        #expect(keys.publicKey.count == 65 && keys.secret.count == 16)
    }

    @Test func `are refused where they are anything else`() {
        let off = p256dh.dropLast() + "8"
        #expect(PushKeys(p256dh: String(off), auth: auth) == nil, "a point beside the curve")
        #expect(PushKeys(p256dh: String(p256dh.dropLast(4)), auth: auth) == nil)
        #expect(PushKeys(p256dh: p256dh + "AAAA", auth: auth) == nil)
        #expect(PushKeys(p256dh: p256dh, auth: "") == nil)
        #expect(PushKeys(p256dh: p256dh, auth: auth + "==") == nil)
        #expect(PushKeys(publicKey: [UInt8](repeating: 0, count: 65), secret: [UInt8](repeating: 0, count: 16)) == nil)
    }
}
