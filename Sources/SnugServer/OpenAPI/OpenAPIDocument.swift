import HTTPTypes
import SnugChat

/// The OpenAPI 3.1 description of every call, made from the operations that the router is made from.
struct OpenAPIDocument {
    private var components = OpenAPIComponents()
    private var paths: [(path: String, operations: [(String, JSONValue)])] = []
    private let site: Site

    /// - Parameter groups: all there are, in the order of the document.
    init(_ groups: [any RouteGroup], site: Site) {
        self.site = site
        for group in groups {
            for operation in group.operations {
                guard let call = operation.call else { continue }
                let json = self.json(of: operation, call, tag: type(of: group).tag)
                add((operation.method.rawValue.lowercased(), json), at: operation.path)
            }
        }
    }

    private mutating func add(_ operation: (String, JSONValue), at path: String) {
        if let index = paths.firstIndex(where: { $0.path == path }) {
            paths[index].operations.append(operation)
        } else {
            paths.append((path, [operation]))
        }
    }

    var json: JSONValue {
        let security: [(String, JSONValue)] = [("securitySchemes", securitySchemes)]
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "Snug", "version": .string(Version.number), "description": .string(Self.introduction),
                "license": ["name": "MIT", "identifier": "MIT"],
            ],
            "servers": [["url": .string(site.origin)]],
            "tags": .array(
                OperationTag.allCases.map { ["name": .string($0.rawValue), "description": .string($0.description)] }),
            "paths": .object(paths.map { ($0.path, .object($0.operations)) }),
            "components": .object(components.json + security),
        ]
    }

    private static let introduction = """
        Bodies are JSON in UTF-8 of at most \(Limits.jsonBodyBytesMax) bytes; one without a `Content-Type` is taken for \
        it. Keys that the server does not know are ignored, and clients should ignore keys that they do not know. Errors are problems (RFC 9457) whose `code` is \
        stable. Every answer carries `X-Request-Id`. `HEAD` works wherever `GET` does; another method \
        than those named here is answered by 405 `method_not_allowed` with `Allow`, and \
        bytes that are no HTTP/1.1, or that name not exactly one `Host`, by 400 `malformed_request`. What the head alone \
        settles is answered before the body.
        """

    private var securitySchemes: JSONValue {
        [
            "bearer": [
                "type": "http", "scheme": "bearer", "bearerFormat": "JWT",
                "description": "The `access_token` of a sign-in.",
            ],
            "cookie": [
                "type": "apiKey", "in": "cookie", "name": .string(site.cookieName),
                "description": """
                The cookie of a sign-in with `"cookie":true`. Every method but GET, and every socket's handshake, \
                then needs an `Origin` that is the site's own.
                """,
            ],
            "token": [
                "type": "apiKey", "in": "query", "name": "token",
                "description": "The `access_token` in a socket's address, for clients that cannot set headers there.",
            ],
        ]
    }

    // Operations

    private mutating func json(of operation: Operation, _ call: Operation.Call, tag: OperationTag) -> JSONValue {
        var members: [(String, JSONValue)] = [
            ("operationId", .string(operation.id)), ("tags", [.string(tag.rawValue)]),
            ("summary", .string(call.summary)),
        ]
        if !call.description.isEmpty { members.append(("description", .string(call.description))) }
        members.append(("x-caller", .string(call.caller.rawValue)))
        members.append(("security", Self.security(of: call.caller, isSocket: tag == .sockets)))
        if !call.parameters.isEmpty {
            members.append(("parameters", .array(call.parameters.map { $0.json(&components) })))
        }
        if let body = call.body {
            members.append(
                (
                    "requestBody",
                    [
                        "required": .bool(body.isRequired),
                        "content": [
                            "application/json": ["schema": body.schema.json(&components), "example": body.example]
                        ],
                    ]
                ))
        }
        if let file = call.file {
            // A schema says nothing of raw bytes (OpenAPI 3.1, "Considerations for File Uploads").
            members.append(
                (
                    "requestBody",
                    [
                        "required": true,
                        "description": .string(
                            file.bytesMax.map { "At most \($0) bytes." }
                                ?? "At most `upload_max_bytes` of `GET /api/v1/site`."),
                        "content": .object(file.mediaTypes.map { ($0, [:]) }),
                    ]
                ))
        }
        members.append(("responses", .object(responses(of: call))))
        return .object(members)
    }

    private static func security(of caller: Operation.Caller, isSocket: Bool) -> JSONValue {
        guard caller != .everyone else { return [] }
        return .array(
            [["bearer": []], ["cookie": []]] + (isSocket ? [["token": []]] : []))
    }

    private mutating func responses(of call: Operation.Call) -> [(String, JSONValue)] {
        let answers = call.answers.map { (String($0.status.code), $0.json(&components)) }
        let errors = Dictionary(grouping: call.errors.map(\.problem), by: \.status).sorted { $0.key < $1.key }
        return answers
            + errors.map { status, problems in
                (String(status), ErrorResponse(status, problems, call.dialect).json(&components))
            }
    }
}
