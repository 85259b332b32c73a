extension Schema {
    /// Returns the schema as the document has it, and notes every component that it refers to.
    func json(_ components: inout OpenAPIComponents) -> JSONValue {
        switch self {
        case .keywords(let keywords):
            return .object(keywords)
        case .object(let properties):
            var members: [(String, JSONValue)] = [
                ("type", "object"),
                ("properties", .object(properties.map { ($0.name, $0.schema.json(&components)) })),
            ]
            let required = properties.filter(\.isRequired).map { JSONValue.string($0.name) }
            if !required.isEmpty { members.append(("required", .array(required))) }
            return .object(members)
        case .array(let element, let countMax):
            var members: [(String, JSONValue)] = [("type", "array"), ("items", element.json(&components))]
            if let countMax { members.append(("maxItems", .integer(Int64(countMax)))) }
            return .object(members)
        case .map(let value):
            return ["type": "object", "additionalProperties": value.json(&components)]
        case .component(let name, let schema):
            return components.reference(toSchema: name) { schema.json(&$0) }
        case .nullable(let schema):
            return Self.nullable(schema.json(&components))
        case .described(let schema, let sentence):
            guard case .object(let members) = schema.json(&components) else { return .null }
            return .object(members.filter { $0.0 != "description" } + [("description", .string(sentence))])
        }
    }

    /// Returns `schema` with null beside it: in its type where that is enough, else as an alternative.
    private static func nullable(_ schema: JSONValue) -> JSONValue {
        guard case .object(let members) = schema, case .string(let type)? = schema["type"], schema["enum"] == nil else {
            return ["oneOf": [schema, ["type": "null"]]]
        }
        return .object(members.map { $0.0 == "type" ? ("type", [.string(type), "null"]) : $0 })
    }
}

/// The parts of the document that others refer to, gathered while those are written.
struct OpenAPIComponents {
    private var schemas: [String: JSONValue] = [:]
    private var responses: [String: JSONValue] = [:]

    mutating func reference(
        toSchema name: String,
        _ make: (inout OpenAPIComponents) -> JSONValue
    ) -> JSONValue {
        if schemas[name] == nil { schemas[name] = make(&self) }
        return ["$ref": .string("#/components/schemas/\(name)")]
    }

    mutating func reference(
        toResponse name: String,
        _ make: (inout OpenAPIComponents) -> JSONValue
    ) -> JSONValue {
        if responses[name] == nil { responses[name] = make(&self) }
        return ["$ref": .string("#/components/responses/\(name)")]
    }

    /// The gathered parts by name.
    var json: [(String, JSONValue)] {
        [("schemas", Self.sorted(schemas)), ("responses", Self.sorted(responses))]
    }

    private static func sorted(_ parts: [String: JSONValue]) -> JSONValue {
        .object(parts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    }
}
