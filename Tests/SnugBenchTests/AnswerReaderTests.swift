import NIOCore
import Testing

@testable import snug_bench

@Suite("Answers of HTTP") struct AnswerReaderTests {
    @Test func `an answer is whole once its length has come, however it is cut`() throws {
        let answer = Array("HTTP/1.1 201 Created\r\nX: y\r\ncontent-LENGTH: 8\r\n\r\n{\"id\":5}".utf8)
        for cut in 1..<answer.count {
            var reader = AnswerReader()
            #expect(try reader.take(ByteBuffer(bytes: answer.prefix(cut))) == nil)
            let whole = try reader.take(ByteBuffer(bytes: answer.dropFirst(cut)))
            #expect(whole == AnswerReader.Answer(status: 201, bodyBytes: 8, beginning: "{\"id\":5}"))
        }
    }

    @Test func `of a long body the beginning is kept`() throws {
        var reader = AnswerReader()
        #expect(try reader.take(ByteBuffer(string: "HTTP/1.1 200 OK\r\nContent-Length: 20000\r\n\r\n")) == nil)
        #expect(try reader.take(ByteBuffer(repeating: 0x78, count: 19_000)) == nil)
        let whole = try #require(try reader.take(ByteBuffer(repeating: 0x78, count: 1_000)))
        #expect(whole.bodyBytes == 20_000)
        #expect(whole.beginning == String(repeating: "x", count: 4_096))
    }

    @Test(arguments: ["HTTP/1.1 200 OK\r\n\r\n", "hello\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n"])
    func `what is no answer with a length is refused`(text: String) {
        #expect(throws: SocketFault.self) {
            var reader = AnswerReader()
            _ = try reader.take(ByteBuffer(string: text))
        }
    }
}
