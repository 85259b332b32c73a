import SnugChat

/// The shape of a JSON value, in the part of JSON Schema 2020-12 that this API needs.
indirect enum Schema: Sendable {
    /// One plain type with its keywords.
    case keywords([(String, JSONValue)])
    case object([Property])
    case array(Schema, countMax: Int?)
    /// An object whose keys are data: each value is of this schema.
    case map(Schema)
    /// A noun of the API, written down once under its name and referred to elsewhere.
    case component(String, Schema)
    case nullable(Schema)
    case described(Schema, String)

    /// A member of an object.
    struct Property: Sendable {
        var name: String
        var schema: Schema
        var isRequired: Bool
    }
}

extension Schema {
    /// Makes an object of its members; a name that ends with `?` may be left out, as in PROTOCOL §3.
    static func object(_ members: KeyValuePairs<String, Schema>) -> Schema { .object(properties(members)) }

    static func properties(_ members: KeyValuePairs<String, Schema>) -> [Property] {
        members.map { name, schema in
            let isOptional = name.hasSuffix("?")
            return Property(
                name: isOptional ? String(name.dropLast()) : name, schema: schema, isRequired: !isOptional)
        }
    }

    /// Makes an object that is sent to the server, which takes null for a member that may be left out.
    static func body(_ members: KeyValuePairs<String, Schema>) -> Schema {
        .object(
            properties(members).map { property in
                guard !property.isRequired else { return property }
                return Property(name: property.name, schema: property.schema.orNull, isRequired: false)
            })
    }

    static func list(of schema: Schema, countMax: Int? = nil) -> Schema { .array(schema, countMax: countMax) }

    /// Makes a text.
    /// - Parameters:
    ///   - characters: Unicode scalars, as JSON Schema counts.
    ///   - pattern: a regular expression (ECMA-262) that is found in each.
    static func text(
        format: String? = nil,
        characters: ClosedRange<Int>? = nil,
        pattern: String? = nil,
        default: String? = nil
    ) -> Schema {
        var keywords: [(String, JSONValue)] = [("type", "string")]
        if let format { keywords.append(("format", .string(format))) }
        if let characters {
            keywords.append(("minLength", .integer(Int64(characters.lowerBound))))
            keywords.append(("maxLength", .integer(Int64(characters.upperBound))))
        }
        if let pattern { keywords.append(("pattern", .string(pattern))) }
        if let `default` { keywords.append(("default", .string(`default`))) }
        return .keywords(keywords)
    }

    static func integer(_ range: ClosedRange<Int64>, default: Int64? = nil) -> Schema {
        var keywords: [(String, JSONValue)] = [
            ("type", "integer"), ("format", "int64"), ("minimum", .integer(range.lowerBound)),
            ("maximum", .integer(range.upperBound)),
        ]
        if let `default` { keywords.append(("default", .integer(`default`))) }
        return .keywords(keywords)
    }

    static func choice(_ words: [String]) -> Schema {
        .keywords([("type", "string"), ("enum", .array(words.map { .string($0) }))])
    }

    static func choice<Word: RawRepresentable<String> & CaseIterable>(_ type: Word.Type) -> Schema {
        choice(type.allCases.map(\.rawValue))
    }

    static let string: Schema = .keywords([("type", "string")])
    /// Any value there is.
    static let any: Schema = .keywords([])
    static let bool: Schema = .keywords([("type", "boolean")])
    /// Any number from zero on.
    static let count: Schema = .component("Count", .integer(0...Int64.max))

    static let id: Schema = .component("ID", .integer(1...Int64.max))
    static let cursor: Schema = .component(
        "Cursor",
        .integer(Int64.min...Int64.max).described("A place in an order. One that lies outside counts as its end."))
    static let time: Schema = .component(
        "Time",
        .keywords([
            ("type", "string"), ("format", "date-time"),
            ("pattern", #"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$"#),
        ]).described("A moment in UTC with milliseconds (RFC 3339)."))

    /// The same, or null.
    var orNull: Schema { .nullable(self) }

    func described(_ sentence: String) -> Schema { .described(self, sentence) }
}

extension Duration {
    /// The whole seconds of a bound in ``Limits``.
    var seconds: Int64 { components.seconds }
}
