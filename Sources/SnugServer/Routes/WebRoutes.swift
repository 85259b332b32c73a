import HTTPTypes
import Hummingbird
import NIOCore
import SnugWeb

/// The web client, out of the binary.
struct WebRoutes: Sendable {
    private let assets = WebAsset.all

    func page(_ request: Request, _ context: SnugContext) async throws -> Response {
        try serve("index.html", to: request)
    }

    func asset(_ request: Request, _ context: SnugContext) async throws -> Response {
        try serve(context.parameters.get("name") ?? "", to: request)
    }

    private func serve(_ name: String, to request: Request) throws -> Response {
        guard let asset = assets[name] else { throw ProblemError(.notFound) }
        let headers: HTTPFields = [.eTag: asset.etag, .cacheControl: "no-cache"]
        if request.headers[.ifNoneMatch] == asset.etag { return Response(status: .notModified, headers: headers) }
        var response = Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: asset.bytes))
        response.headers[.contentType] = asset.contentType
        return response
    }
}
