/// Calls of one noun, each declared beside its handler.
protocol RouteGroup: Sendable {
    /// The heading of its calls in the document.
    static var tag: OperationTag { get }
    /// All of them, in the order of the document.
    var operations: [Operation] { get }
}
