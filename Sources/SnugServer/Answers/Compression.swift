import HTTPTypes
import Hummingbird
import NIOCore
import SnugChat
import Synchronization

/// The middleware that compresses JSON answers for whoever takes gzip (RFC 9110 §12.5.3).
///
/// A short answer is compressed whole and says its length; a long one piece by piece, as it leaves. Answers that hold
/// a secret are left as they are, since the length of a compressed one tells of its content: they say `no-transform`,
/// or set a cookie, or are those of signing in.
struct Compression: RouterMiddleware {
    typealias Context = SnugContext

    @concurrent
    func handle(
        _ request: Request,
        context: SnugContext,
        next: @concurrent (Request, SnugContext) async throws -> Response
    ) async throws -> Response {
        let response = try await Self.compressed(try await next(request, context), for: request)
        guard request.method == .head, response.body.contentLength == nil else { return response }
        return try await Self.withLength(response)
    }

    @concurrent
    private static func compressed(_ response: Response, for request: Request) async throws -> Response {
        let size = response.body.contentLength
        guard mayCompress(response, at: request.uri.path), size ?? .max > Limits.gzipBytesMin else { return response }
        var response = response
        response.headers[.vary] = "Accept-Encoding"
        guard AcceptEncoding(request.headers[values: .acceptEncoding]).prefersGzip else { return response }
        if let size, size <= 2 * Limits.answerPieceBytes {
            let collected = CollectedBody()
            try await response.body.write(collected)
            guard let gzip = Gzip.compressed(collected.bytes) else { return response }
            response.body = ResponseBody(byteBuffer: gzip)
        } else {
            let body = response.body
            response.body = ResponseBody { writer in
                guard let stream = GzipStream() else { throw Refusal.busy }
                try await body.write(GzipWriter(writer: writer, stream: stream))
            }
        }
        response.headers[.contentEncoding] = "gzip"
        return response
    }

    private static func mayCompress(_ response: Response, at path: String) -> Bool {
        let headers = response.headers
        let type = headers[.contentType] ?? ""
        guard type.hasPrefix("application/json") || type.hasPrefix("application/problem+json") else { return false }
        return headers[.contentEncoding] == nil && headers[.vary] == nil && headers[.setCookie] == nil
            && !(headers[.cacheControl] ?? "").contains("no-transform")
            && !secretPaths.contains { path.hasPrefix($0) }
    }

    /// The beginnings of the paths whose answers hold tokens.
    private static let secretPaths = ["/api/v1/auth/", "/api/v1/setup"]

    /// Returns the answer to HEAD with the length that GET's has: without one it would be framed as if it had a body.
    @concurrent
    private static func withLength(_ response: Response) async throws -> Response {
        let counted = CountedBody()
        try await response.body.write(counted)
        var response = response
        response.body = ResponseBody()
        response.headers[.contentLength] = String(counted.bytes)
        return response
    }
}

/// A reader's wishes about compression.
struct AcceptEncoding {
    /// True where gzip is welcome, and no less so than bytes as they are.
    let prefersGzip: Bool
    /// True where Brotli is named, and no less welcome than gzip or bytes as they are.
    let prefersBrotli: Bool

    /// - Parameter values: the values of all `Accept-Encoding` fields.
    init(_ values: [String]) {
        var weights: [String: Double] = [:]
        for coding in values.flatMap({ $0.split(separator: ",") }) {
            let parts = coding.split(separator: ";").map { $0.trimmed.lowercased() }
            guard let name = parts.first else { continue }
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
            // RFC 9110 §8.4.1.3: a recipient takes x-gzip for gzip.
            weights[name == "x-gzip" ? "gzip" : name] = weight
        }
        let gzip = weights["gzip"] ?? weights["*"] ?? 0
        prefersGzip = gzip > 0 && gzip >= weights["identity"] ?? 0
        let brotli = weights["br"] ?? 0
        prefersBrotli = brotli > 0 && brotli >= max(gzip, weights["identity"] ?? 0)
    }
}

/// A short body, gathered.
private final class CollectedBody: ResponseBodyWriter, Sendable {
    private let collected = Mutex(ByteBuffer())

    var bytes: ByteBuffer { collected.withLock { $0 } }

    @concurrent
    func write(_ buffer: ByteBuffer) async throws {
        collected.withLock { _ = $0.writeImmutableBuffer(buffer) }
    }

    @concurrent
    func finish(_ trailingHeaders: HTTPFields?) async throws {}
}

/// A body of which the length alone is wanted.
private final class CountedBody: ResponseBodyWriter, Sendable {
    private let counted = Mutex(0)

    var bytes: Int { counted.withLock { $0 } }

    @concurrent
    func write(_ buffer: ByteBuffer) async throws {
        counted.withLock { $0 += buffer.readableBytes }
    }

    @concurrent
    func finish(_ trailingHeaders: HTTPFields?) async throws {}
}

/// A body on its way, compressed piece by piece.
private struct GzipWriter: ResponseBodyWriter {
    var writer: any ResponseBodyWriter
    let stream: GzipStream

    @concurrent
    mutating func write(_ buffer: ByteBuffer) async throws {
        let bytes = stream.compress(buffer)
        if bytes.readableBytes > 0 { try await writer.write(bytes) }
    }

    @concurrent
    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {
        try await writer.write(stream.finish())
        try await writer.finish(trailingHeaders)
    }
}
