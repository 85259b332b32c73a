import HTTPTypes
import Hummingbird
import SnugChat

/// Adds routes, and at the end answers 405 with `Allow` for the methods that a path does not know.
struct RouteTable {
    typealias Handler = @Sendable (Request, SnugContext) async throws -> Response

    private let router: Router<SnugContext>
    private var methods: [String: [HTTPRequest.Method]] = [:]

    init(router: Router<SnugContext>) { self.router = router }

    mutating func get(_ path: String, _ handler: @escaping Handler) { add(.get, path, handler) }
    mutating func post(_ path: String, _ handler: @escaping Handler) { add(.post, path, handler) }
    mutating func put(_ path: String, _ handler: @escaping Handler) { add(.put, path, handler) }
    mutating func patch(_ path: String, _ handler: @escaping Handler) { add(.patch, path, handler) }
    mutating func delete(_ path: String, _ handler: @escaping Handler) { add(.delete, path, handler) }

    private mutating func add(_ method: HTTPRequest.Method, _ path: String, _ handler: @escaping Handler) {
        methods[path, default: []].append(method)
        router.on(RouterPath(path), method: method) { request, context in try await handler(request, context) }
    }

    func finish() {
        let known: [HTTPRequest.Method] = [.get, .head, .post, .put, .patch, .delete, .options]
        for (path, methods) in methods {
            let allowed = methods + (methods.contains(.get) ? [.head] : [])
            let allow = allowed.map(\.rawValue).sorted().joined(separator: ", ")
            for method in known where !allowed.contains(method) {
                router.on(RouterPath(path), method: method) { _, _ -> Response in
                    throw ProblemError(.methodNotAllowed(allow))
                }
            }
        }
    }
}
