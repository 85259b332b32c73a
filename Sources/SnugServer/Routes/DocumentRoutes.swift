import Hummingbird
import Synchronization

/// The API's own description.
struct DocumentRoutes: RouteGroup {
    static let tag = OperationTag.service
    private let document: LazyDocument

    /// - Parameter make: makes the document, at the first request for it.
    init(_ make: @escaping @Sendable () -> JSONValue) { document = LazyDocument(make) }

    var operations: [Operation] { [getOpenAPI] }

    var getOpenAPI: Operation {
        Operation(
            .get, "/api/openapi.json", "Returns this document.",
            "It changes with the server's version and address alone. `If-None-Match` with its `ETag` is answered by 304.",
            caller: .everyone,
            answers: [
                .ok("The document (OpenAPI 3.1).", .map(.any), headers: [.entityTag]),
                Operation.Answer(
                    status: .notModified, description: "The client has it already.", headers: [.entityTag]),
            ],
            errors: [.busy],
            usesStore: false,
            handler: serve)
    }

    private func serve(_ request: Request, _ context: SnugContext) async throws -> Response {
        await .asset(document.encoded, to: request, context, cacheControl: "no-cache")
    }
}

/// A document that is encoded when it is first asked for, and kept.
private final class LazyDocument: Sendable {
    private let make: @Sendable () -> JSONValue
    private let kept = Mutex<WebAsset?>(nil)

    init(_ make: @escaping @Sendable () -> JSONValue) { self.make = make }

    var encoded: WebAsset {
        kept.withLock { kept in
            if let kept { return kept }
            let asset = WebAsset(contentType: "application/json", bytes: make().bytes)
            kept = asset
            return asset
        }
    }
}
