import HTTPTypes
import Hummingbird

/// Operations as a router takes them: each path answers the methods that are declared for it, and 405 with `Allow` to
/// the others.
struct RouteTable {
    private let operations: [Operation]
    private let places: AnswerPlaces

    init(_ operations: [Operation], places: AnswerPlaces) {
        self.operations = operations
        self.places = places
    }

    func add(to router: Router<SnugContext>) {
        for operation in operations {
            let handler = places.counted(operation)
            router.on(RouterPath(operation.path), method: operation.method) { request, context in
                try await handler(request, context)
            }
        }
        for (path, operations) in Dictionary(grouping: operations, by: \.path) {
            refuseOthers(at: path, operations.map(\.method), on: router)
        }
    }

    private func refuseOthers(at path: String, _ methods: [HTTPRequest.Method], on router: Router<SnugContext>) {
        let known: [HTTPRequest.Method] = [.get, .head, .post, .put, .patch, .delete, .options, .trace]
        let allowed = methods + (methods.contains(.get) ? [.head] : [])
        let allow = allowed.map(\.rawValue).sorted().joined(separator: ", ")
        for method in known where !allowed.contains(method) {
            router.on(RouterPath(path), method: method) { _, _ -> Response in
                throw ProblemError(.methodNotAllowed(allow))
            }
        }
    }
}
