import HTTPTypes

extension Operation {
    /// An answer that is no error.
    struct Answer: Sendable {
        var status: HTTPResponse.Status
        var description: String
        /// The body's; nil where there is none.
        var schema: Schema?
        var mediaType = "application/json"
        /// The types of a body that is a file; empty for any other.
        var files: [String] = []
        var headers: [Header] = []

        static func ok(_ description: String, _ schema: Schema, headers: [Header] = []) -> Answer {
            Answer(status: .ok, description: description, schema: schema, headers: headers)
        }

        static func created(_ description: String, _ schema: Schema, headers: [Header] = []) -> Answer {
            Answer(status: .created, description: description, schema: schema, headers: headers)
        }

        static func accepted(_ description: String, _ schema: Schema) -> Answer {
            Answer(status: .accepted, description: description, schema: schema)
        }

        /// Returns an answer without a body, 204.
        static func done(_ description: String, headers: [Header] = []) -> Answer {
            Answer(status: .noContent, description: description, headers: headers)
        }

        /// A response header.
        struct Header: Sendable {
            var name: String
            var description: String
            var isRequired: Bool
            var schema: Schema = .string

            /// The cookie, where the request asks for one.
            static let session = Header(
                name: "Set-Cookie", description: "The session's cookie, where the request asked for it.",
                isRequired: false)
            static let endOfSession = Header(
                name: "Set-Cookie", description: "Takes the session's cookie back.", isRequired: true)
            static let emptiedCache = Header(
                name: "Clear-Site-Data", description: "Empties the browser's cache of this site.", isRequired: true)
            static let entityTag = Header(
                name: "ETag", description: "The document's tag (RFC 9110 §8.8.3).", isRequired: true)
            static let fileName = Header(
                name: "Content-Disposition", description: "The name to keep it under (RFC 6266).", isRequired: true)
            static let range = Header(
                name: "Content-Range", description: "The bytes that these are (RFC 9110 §14.4).", isRequired: true)

            func json(_ components: inout OpenAPIComponents) -> JSONValue {
                [
                    "description": .string(description), "required": .bool(isRequired),
                    "schema": schema.json(&components),
                ]
            }
        }

        func json(_ components: inout OpenAPIComponents) -> JSONValue {
            var members: [(String, JSONValue)] = [("description", .string(description))]
            if !headers.isEmpty {
                members.append(("headers", .object(headers.map { ($0.name, $0.json(&components)) })))
            }
            if let schema {
                members.append(("content", .object([(mediaType, .object([("schema", schema.json(&components))]))])))
            }
            if !files.isEmpty {
                members.append(("content", .object(files.map { ($0, [:]) })))
            }
            return .object(members)
        }
    }
}
