import NIOCore
import SnugChat
import Testing

@testable import SnugServer

@Suite struct AnswerTests {
    @Test(arguments: [
        ("gzip", true), ("gzip, deflate, br, zstd", true), ("GZIP", true), ("x-gzip", true), ("*", true),
        ("gzip;q=0.5", true), ("gzip ; q=0.001", true), ("br;q=1.0, gzip;q=0.8, *;q=0.1", true),
        ("identity;q=0.5, gzip;q=0.5", true), ("*;q=0, gzip", true), ("", false), ("br", false), ("identity", false),
        ("gzip;q=0", false), ("gzip;q=0.0", false), ("*;q=0", false), ("gzip;q=0, *", false),
        ("identity, gzip;q=0.5", false), ("gzip;q=x", false), ("gzip;q=nan", false), (",;,", false),
        ("gzipped", false),
    ])
    func `gzip is for whoever takes it, and would not rather have the bytes as they are`(
        field: String, prefersGzip: Bool
    ) {
        #expect(AcceptEncoding([field]).prefersGzip == prefersGzip)
    }

    @Test(arguments: [
        ("br", true), ("gzip, deflate, br, zstd", true), ("BR;q=0.5, gzip;q=0.5", true), ("br, *", true),
        ("br;q=0.5, gzip", false), ("br;q=0.5, *", false), ("br;q=0", false), ("identity, br;q=0.9", false),
        ("gzip", false), ("*", false), ("", false),
    ])
    func `Brotli is for whoever names it, and would not rather have another form`(field: String, prefersBrotli: Bool) {
        #expect(AcceptEncoding([field]).prefersBrotli == prefersBrotli)
    }

    @Test func `what Brotli makes no smaller stays as it is`() async throws {
        #expect(Brotli.compressed([]) == nil)
        #expect(Brotli.compressed(Array("snug".utf8)) == nil)
        let words = [UInt8](repeating: UInt8(ascii: "a"), count: 10_000)
        #expect(try #require(Brotli.compressed(words)).count < 100)
        let form = BrotliForm(of: ByteBuffer(bytes: words))
        async let first = form.compressed()
        async let second = form.compressed()
        #expect(await first == Brotli.compressed(words).map { ByteBuffer(bytes: $0) })
        #expect(await second == first)
    }

    @Test func `the fields of a request count together`() {
        #expect(AcceptEncoding(["br", "gzip"]).prefersGzip)
        #expect(!AcceptEncoding([]).prefersGzip)
    }

    @Test func `a long answer is compressed as it comes`() throws {
        let stream = try #require(GzipStream())
        var (input, output) = (0, 0)
        let piece = ByteBuffer(string: (0..<1_000).map { "{\"seq\":\($0),\"content\":\"hi\"}" }.joined())
        for number in 0..<100 {
            input += piece.readableBytes
            let out = stream.compress(piece)
            #expect(out.readableBytes < piece.readableBytes)
            if number == 0 { #expect(out.getBytes(at: 0, length: 2) == [0x1F, 0x8B]) }
            output += out.readableBytes
        }
        let end = stream.finish().readableBytes
        #expect(end < 3 * Limits.answerPieceBytes, "what is held back does not grow with what came")
        #expect(output + end < input / 4)
    }

    @Test func `each reader has so many long answers at once, and a place again when one is over`() throws {
        let quota = AnswerQuota(perUser: 2, perNetwork: 1)
        let ada = AnswerQuota.Reader.user(User.ID(1))
        var places = [try quota.take(ada), try quota.take(ada)]
        #expect(throws: Refusal.busy) { try quota.take(ada) }
        let ben = try quota.take(.user(User.ID(2)))
        let outside = try quota.take(.network("192.0.2.1"))
        #expect(throws: Refusal.busy) { try quota.take(.network("192.0.2.1")) }
        places.removeLast()
        places.append(try quota.take(ada))
        #expect(throws: Refusal.busy) { try quota.take(ada) }
        withExtendedLifetime((places, ben, outside)) {}
    }
}
