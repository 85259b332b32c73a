import HTTPTypes
import Hummingbird

/// A call of the API, or a page of the web client: its address, its contract with clients, and its handler.
///
/// The router and the OpenAPI document are made from the same list of these.
struct Operation: Sendable {
    typealias Handler = @Sendable (Request, SnugContext) async throws -> Response

    /// Unique, and kept: client libraries name their functions after it.
    let id: String
    let method: HTTPRequest.Method
    /// The path, a parameter in braces as OpenAPI has it.
    let path: String
    let contract: Contract
    let handler: Handler

    /// The part of an operation that clients rely on.
    enum Contract: Sendable {
        case call(Call)
        /// A page or a file of the web client, which is no part of the API.
        case page
    }

    /// Creates a call of the API.
    ///
    /// - Parameters:
    ///   - summary: one sentence that begins with a verb.
    ///   - description: more for the author of a client: limits, repetition, and who hears of it.
    ///   - errors: the refusals of the call itself; those that follow from its caller, body and use of the store are
    ///     added.
    ///   - id: the name of the property that declares it.
    init(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ summary: String,
        _ description: String = "",
        caller: Caller = .signedIn,
        parameters: [Parameter] = [],
        body: (any RequestBody.Type)? = nil,
        file: FileBody? = nil,
        answers: [Answer],
        errors: [DocumentedError] = [],
        usesStore: Bool = true,
        dialect: ErrorDialect = .problem,
        id: String = #function,
        handler: @escaping Handler
    ) {
        self.id = id
        self.method = method
        self.path = path
        self.handler = handler
        contract = .call(
            Call(
                summary: summary, description: description, caller: caller, parameters: parameters, body: body,
                file: file, answers: answers,
                errors: errors + (file == nil ? [] : DocumentedError.file)
                    + Self.errors(of: caller, method, body, usesStore: usesStore, dialect),
                dialect: dialect))
    }

    /// Creates a page, or what its form posts.
    init(page path: String, method: HTTPRequest.Method = .get, handler: @escaping Handler) {
        id = method == .get ? path : "\(method.rawValue) \(path)"
        self.method = method
        self.path = path
        self.handler = handler
        contract = .page
    }

    /// Its method and path: `GET /api/v1/rooms/{room}`.
    var address: String { "\(method.rawValue) \(path)" }

    /// The contract of a call; nil for a page.
    var call: Call? { if case .call(let call) = contract { call } else { nil } }

    /// Returns the errors that follow from the kind of a call.
    private static func errors(
        of caller: Caller,
        _ method: HTTPRequest.Method,
        _ body: (any RequestBody.Type)?,
        usesStore: Bool,
        _ dialect: ErrorDialect
    ) -> [DocumentedError] {
        var errors: [DocumentedError] = [.internalError]
        if usesStore { errors += DocumentedError.storage }
        if body != nil { errors += DocumentedError.body + (dialect == .problem ? [.wrongType] : []) }
        if caller != .everyone { errors += [.unauthenticated, .rateLimited] }
        if caller != .everyone, method != .get { errors.append(.badOrigin) }
        if caller == .administrator || caller == .owner { errors.append(.forbidden) }
        return errors
    }
}

extension Operation {
    struct Call: Sendable {
        var summary: String
        var description: String
        var caller: Caller
        var parameters: [Parameter]
        var body: (any RequestBody.Type)?
        /// A file that the call takes in the place of JSON.
        var file: FileBody?
        var answers: [Answer]
        var errors: [DocumentedError]
        var dialect: ErrorDialect
    }

    /// The least that a caller must be.
    enum Caller: String, Sendable {
        case everyone
        case signedIn = "signed_in"
        case administrator
        case owner
    }

    /// The form of an error's body.
    enum ErrorDialect: Sendable {
        /// RFC 9457.
        case problem
        /// `{"error","detail"}`, as the original app reads it (PROTOCOL §5).
        case legacy
    }
}

/// A body that is a file, as it is.
struct FileBody: Sendable {
    var mediaTypes: [String]
    /// Nil for what a setting says.
    var bytesMax: Int?
}

/// A JSON body that a call takes: decoded by its handler, described in the document.
protocol RequestBody: Decodable, Sendable {
    /// True for one that a call does not go without.
    static var isRequired: Bool { get }
    static var schema: Schema { get }
    /// A body with every member, that the schema allows.
    static var example: JSONValue { get }
}

extension RequestBody {
    static var isRequired: Bool { true }
}
