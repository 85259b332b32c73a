extension Operation {
    /// A value in the path or in the query.
    struct Parameter: Sendable {
        enum Place: String, Sendable { case path, query }

        var name: String
        var place: Place
        var schema: Schema
        var description: String
        var example: JSONValue?

        static func path(
            _ name: String,
            _ schema: Schema,
            _ description: String,
            example: JSONValue? = nil
        ) -> Parameter {
            Parameter(name: name, place: .path, schema: schema, description: description, example: example)
        }

        static func query(_ name: String, _ schema: Schema, _ description: String) -> Parameter {
            Parameter(name: name, place: .query, schema: schema, description: description)
        }

        /// Returns the parameter for the size of a page.
        static func limit(default: Int, max: Int) -> Parameter {
            .query(
                "limit", .integer(1...Int64.max, default: Int64(`default`)),
                "The size of the page; above \(max) it counts as that.")
        }

        static let room: Parameter = .path("room", .id, "The room's id.")
        static let seq: Parameter = .path("seq", .id, "The message's number in its room.")
        static let user: Parameter = .path("user", .id, "The person's id.")

        func json(_ components: inout OpenAPIComponents) -> JSONValue {
            var members: [(String, JSONValue)] = [("name", .string(name)), ("in", .string(place.rawValue))]
            if place == .path { members.append(("required", true)) }
            members.append(("description", .string(description)))
            members.append(("schema", schema.json(&components)))
            if let example { members.append(("example", example)) }
            return .object(members)
        }
    }
}
