import HTTPTypes
import Hummingbird
import NIOCore

/// The web client, out of the binary.
struct WebRoutes: Sendable {
    let client: WebClient

    func page(_ request: Request, _ context: SnugContext) async throws -> Response {
        try serve("index.html", to: request, isForever: false)
    }

    /// Has to lie where it rules (Service Workers §4.1).
    func worker(_ request: Request, _ context: SnugContext) async throws -> Response {
        try serve("sw.js", to: request, isForever: false)
    }

    /// `/assets/VERSION/NAME`, or `/assets/NAME` as it now is.
    func asset(_ request: Request, _ context: SnugContext) async throws -> Response {
        let path = context.parameters.getCatchAll().map(String.init)
        let isVersioned = path.first == client.version
        return try serve(
            path.dropFirst(isVersioned ? 1 : 0).joined(separator: "/"), to: request, isForever: isVersioned)
    }

    private func serve(_ name: String, to request: Request, isForever: Bool) throws -> Response {
        guard let asset = client[name] else { throw ProblemError(.notFound) }
        var headers: HTTPFields = [
            .eTag: asset.etag,
            .cacheControl: isForever ? "public, max-age=31536000, immutable" : "no-cache",
            .vary: "Accept-Encoding",
        ]
        if request.headers[.ifNoneMatch] == asset.etag { return Response(status: .notModified, headers: headers) }
        headers[.contentType] = asset.contentType
        let takesGzip = request.headers[values: .acceptEncoding].contains { $0.contains("gzip") }
        if takesGzip, let gzip = asset.gzip {
            headers[.contentEncoding] = "gzip"
            return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: gzip))
        }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: asset.bytes))
    }
}
