import HTTPTypes
import Hummingbird
import NIOCore
import SnugChat

/// The web client, out of the binary: pages, which are no part of the API.
struct WebRoutes: RouteGroup {
    static let tag = OperationTag.service
    let client: WebClient
    let site: PublicSite
    let canonicalHost: CanonicalHost

    var operations: [Operation] {
        ["/", "/setup", "/invite", "/login"].map { Operation(page: $0, handler: page) } + [
            Operation(page: "/app.webmanifest", handler: manifest), Operation(page: "/sw.js", handler: worker),
            Operation(page: "/assets/**", handler: asset),
        ]
    }

    private func page(_ request: Request, _ context: SnugContext) async throws -> Response {
        if let answer = canonicalHost.answer(to: request, context) { return answer }
        return try await named("index.html", to: request, context)
    }

    /// Serves the manifest of the installed app, which is called as the site is.
    private func manifest(_ request: Request, _ context: SnugContext) async throws -> Response {
        try await named("app.webmanifest", to: request, context)
    }

    /// Serves a file that carries the site's name, as it now is.
    private func named(_ name: String, to request: Request, _ context: SnugContext) async throws -> Response {
        guard let page = client.page(name, of: site.name) else { throw ProblemError(.notFound) }
        return await .asset(page, to: request, context, cacheControl: "no-cache")
    }

    /// Serves the service worker, which has to lie where it rules (Service Workers §4.1).
    private func worker(_ request: Request, _ context: SnugContext) async throws -> Response {
        try await serve("sw.js", to: request, context, isForever: false)
    }

    /// Serves `/assets/VERSION/NAME`, or `/assets/NAME` as it now is.
    private func asset(_ request: Request, _ context: SnugContext) async throws -> Response {
        let path = context.parameters.getCatchAll().map(String.init)
        let isVersioned = path.first == client.version
        let name = path.dropFirst(isVersioned ? 1 : 0).joined(separator: "/")
        var response = try await serve(name, to: request, context, isForever: isVersioned)
        // A room's first visit takes a handful of them, each with its head.
        if name.hasSuffix(".js") || name.hasSuffix(".css") {
            response.headers[.contentSecurityPolicy] = Site.policyOfParts
        }
        return response
    }

    private func serve(
        _ name: String, to request: Request, _ context: SnugContext, isForever: Bool
    ) async throws -> Response {
        guard let asset = client[name] else { throw ProblemError(.notFound) }
        return await .asset(
            asset, to: request, context, cacheControl: isForever ? "public, max-age=31536000, immutable" : "no-cache")
    }
}

extension Response {
    /// Serves a file with its tag: nothing of it where the client has it already, compressed where it takes Brotli or
    /// gzip.
    static func asset(
        _ asset: WebAsset, to request: Request, _ context: SnugContext, cacheControl: String
    ) async -> Response {
        var headers: HTTPFields = [.eTag: asset.etag, .cacheControl: cacheControl, .vary: "Accept-Encoding"]
        if request.headers[values: .ifNoneMatch].contains(where: { asset.isNamed(in: $0) }) {
            return Response(status: .notModified, headers: headers)
        }
        headers[.contentType] = asset.contentType
        var bytes = asset.bytes
        let accepts = AcceptEncoding(request.headers[values: .acceptEncoding])
        if accepts.prefersBrotli, let brotli = await asset.brotli?.compressed() {
            headers[.contentEncoding] = "br"
            bytes = brotli
        } else if accepts.prefersGzip, let gzip = asset.gzip {
            headers[.contentEncoding] = "gzip"
            bytes = gzip
        }
        return Response(status: .ok, headers: headers, body: ResponseBody(bytes, on: context.eventLoop))
    }
}

extension ResponseBody {
    /// Creates a body of known bytes; many of them leave piece by piece, as their reader takes them.
    init(_ bytes: ByteBuffer, on eventLoop: any EventLoop) {
        guard bytes.readableBytes > Limits.answerPieceBytes else {
            self.init(byteBuffer: bytes)
            return
        }
        self.init(contentLength: bytes.readableBytes) { writer in
            try await writer.write(inPieces: bytes, on: eventLoop)
            try await writer.finish(nil)
        }
    }
}
