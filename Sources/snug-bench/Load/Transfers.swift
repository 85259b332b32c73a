import FoundationEssentials
import NIOCore

/// Files that go in or out one after the other, several at a time.
struct Transfers: Sendable {
    var endpoint: ServerAddress
    /// The room and the token of each of those at once.
    var streams: [(room: Int64, token: String)]
    var content: ByteBuffer

    /// The bytes of a random file, which nothing makes smaller and no reader takes for a picture.
    static func content(megabytes: Int) -> ByteBuffer {
        var random = SystemRandomNumberGenerator()
        var buffer = ByteBufferAllocator().buffer(capacity: megabytes << 20)
        buffer.writeInteger(UInt64(0x0102_0304_0506_0708))
        for _ in 1..<(megabytes << 20) / 8 { buffer.writeInteger(random.next()) }
        return buffer
    }

    /// Uploads until the time is over, and returns the bytes a second.
    func upload(for duration: Duration) async throws -> Double {
        try await repeated(for: duration) { room, token in _ = try await upload(to: room, token) }
    }

    /// Uploads one file each, then downloads it until the time is over, and returns the bytes a second.
    func download(for duration: Duration) async throws -> Double {
        var paths: [String: String] = [:]
        for (room, token) in streams {
            paths[token] = "/api/v1/attachments/\(try await upload(to: room, token))/bench.bin"
        }
        let known = paths
        return try await repeated(for: duration) { _, token in
            let answer = try await Exchange(
                endpoint: endpoint, method: "GET", path: known[token] ?? "", token: token)()
            guard answer.status == 200, answer.bodyBytes == content.readableBytes else {
                throw SocketFault(
                    description: "A download was answered with \(answer.status), \(answer.bodyBytes) bytes.")
            }
        }
    }

    /// Sends one file, and returns its id.
    private func upload(to room: Int64, _ token: String) async throws -> Int64 {
        let answer = try await Exchange(
            endpoint: endpoint, method: "POST", path: "/api/v1/rooms/\(room)/attachments?name=bench.bin", token: token,
            body: content)()
        guard answer.status == 201, let id = Self.id(in: answer.beginning) else {
            throw SocketFault(description: "An upload was answered with \(answer.status): \(answer.beginning)")
        }
        return id
    }

    private static func id(in text: String) -> Int64? {
        struct Named: Decodable { var id: Int64 }
        return try? JSONDecoder().decode(Named.self, from: Data(text.utf8)).id
    }

    private func repeated(
        for duration: Duration,
        _ act: @escaping @Sendable (Int64, String) async throws -> Void
    ) async throws -> Double {
        let began = ContinuousClock.now
        let count = try await withThrowingTaskGroup(of: Int.self) { group in
            for (room, token) in streams {
                group.addTask {
                    var count = 0
                    repeat {
                        try await act(room, token)
                        count += 1
                    } while ContinuousClock.now - began < duration
                    return count
                }
            }
            return try await group.reduce(0, +)
        }
        return Double(count * content.readableBytes) / ((ContinuousClock.now - began) / .seconds(1))
    }
}
