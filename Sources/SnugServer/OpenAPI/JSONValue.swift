/// A JSON value whose objects keep the order in which they were written down: examples, and the OpenAPI document.
enum JSONValue: Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    case string(String)
    case array([JSONValue])
    case object([(String, JSONValue)])

    /// The value of an object's first member of that name; nil where there is none.
    subscript(_ name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.0 == name }?.1
    }

    /// The value as RFC 8259 has it.
    var bytes: [UInt8] { JSONWriter.bytes { write(to: &$0) } }

    /// Writes the value as an element of an array, or alone.
    private func write(to json: inout JSONWriter) {
        switch self {
        case .null: json.null()
        case .bool(let value): json.bool(value)
        case .integer(let value): json.number(value)
        case .string(let value): json.string(value)
        case .array(let elements): json.array(elements) { json, element in element.write(to: &json) }
        case .object(let members):
            json.object { json in
                for (name, value) in members { json.member(name, json: value.bytes) }
            }
        }
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
    init(stringLiteral value: String) { self = .string(value) }
    init(integerLiteral value: Int64) { self = .integer(value) }
    init(booleanLiteral value: Bool) { self = .bool(value) }
}

extension JSONValue: ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral {
    init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    init(dictionaryLiteral members: (String, JSONValue)...) { self = .object(members) }
    init(nilLiteral: ()) { self = .null }
}
