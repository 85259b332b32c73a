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
            refuseOthers(at: path, operations, on: router)
        }
    }

    private func refuseOthers(at path: String, _ operations: [Operation], on router: Router<SnugContext>) {
        let methods = operations.map(\.method)
        let known: [HTTPRequest.Method] = [.get, .head, .post, .put, .patch, .delete, .options, .trace]
        let allowed = methods + (methods.contains(.get) ? [.head] : [])
        let allow = allowed.map(\.rawValue).sorted().joined(separator: ", ")
        let refusal: Operation.Handler = { _, _ in throw ProblemError(.methodNotAllowed(allow)) }
        let isLegacy = operations.contains { $0.call?.dialect == .legacy }
        let handler = isLegacy ? Operation.withLegacyErrors(refusal) : refusal
        for method in known where !allowed.contains(method) {
            router.on(RouterPath(path), method: method) { request, context in try await handler(request, context) }
        }
    }
}
