import Hummingbird
import HummingbirdCore
import NIOCore
import NIOHTTP1

/// A file on its way in: its bytes as they come, no faster than they are asked for, at ``BodyPace``.
struct UploadedBytes: AsyncSequence, Sendable {
    typealias Element = [UInt8]
    typealias Failure = any Error
    let body: HummingbirdCore.RequestBody
    /// The bytes that are to come.
    let bytes: Int64
    let channel: any Channel

    func makeAsyncIterator() -> Iterator {
        channel.triggerUserOutboundEvent(FileDemand(), promise: nil)
        return Iterator(parts: body.makeAsyncIterator(), left: bytes)
    }

    struct Iterator: AsyncIteratorProtocol {
        fileprivate var parts: HummingbirdCore.RequestBody.AsyncIterator
        fileprivate var left: Int64

        @concurrent
        mutating func next() async throws -> [UInt8]? {
            guard let part = try await parts.next() else {
                // The connection has ended, which is no end of a file.
                guard left == 0 else { throw HTTPParserError.invalidEOFState }
                return nil
            }
            left -= Int64(part.readableBytes)
            return Array(buffer: part)
        }
    }
}
