import Foundation
import SnugChat
import SnugTesting
import Testing

@testable import SnugServer

/// The schema of a body beside the type that decodes it.
@Suite struct `A body that the document describes` {
    let bodies: [any RequestBody.Type]

    init() async throws {
        bodies = try await OpenAPIWorld.routes().groups.flatMap(\.operations).compactMap { $0.call?.body }
    }

    @Test func `is there for every call that takes one`() { #expect(bodies.count >= 27) }

    @Test func `is decoded as its example shows it`() throws {
        for body in bodies { try Self.decode(body, body.example) }
    }

    @Test func `has just the members that are read`() throws {
        for body in bodies {
            guard case .object(let properties) = body.schema.plain else { continue }
            let read = try Self.decode(body, body.example)
            #expect(
                Set(Mirror(reflecting: read).children.compactMap(\.label)) == Set(properties.map(\.name)), "\(body)")
            #expect(Set(properties.map(\.name)) == Set(body.example.members.map(\.0)), "\(body)")
        }
    }

    @Test func `is 422 without a member that it needs, and taken without any other`() throws {
        for body in bodies {
            guard case .object(let properties) = body.schema.plain else { continue }
            for property in properties {
                let rest = JSONValue.object(body.example.members.filter { $0.0 != property.name })
                let problem = Self.problem(body, rest)
                #expect(problem?.status == (property.isRequired ? 422 : nil), "\(body).\(property.name)")
                #expect(problem?.fields.map(\.field) == (property.isRequired ? [property.name] : nil))
                let null = JSONValue.object(rest.members + [(property.name, .null)])
                #expect(Self.problem(body, null)?.status == (property.isRequired ? 422 : nil))
            }
        }
    }

    @Test func `is 422 with a member of another type`() throws {
        let wrong: JSONValue = ["something": [[]]]
        for body in bodies {
            guard case .object(let properties) = body.schema.plain else { continue }
            for property in properties {
                let rest = body.example.members.filter { $0.0 != property.name }
                let problem = Self.problem(body, .object(rest + [(property.name, wrong)]))
                if case .object = property.schema.plain { continue }
                #expect(problem?.code == "invalid", "\(body).\(property.name)")
            }
        }
    }

    @discardableResult
    private static func decode<Body: RequestBody>(_ type: Body.Type, _ json: JSONValue) throws -> Body {
        try JSONDecoder().decode(type, from: Data(json.bytes))
    }

    /// The problem that a client hears of, as ``Request`` has it.
    private static func problem(_ type: any RequestBody.Type, _ json: JSONValue) -> Problem? {
        do {
            _ = try decode(type, json)
            return nil
        } catch {
            return Problem(decoding: error, of: Data(json.bytes))
        }
    }
}

extension JSONValue {
    fileprivate var members: [(String, JSONValue)] { if case .object(let members) = self { members } else { [] } }
}

extension Schema {
    /// Without its name, its description and null.
    fileprivate var plain: Schema {
        switch self {
        case .component(_, let schema), .nullable(let schema), .described(let schema, _): schema.plain
        case .keywords, .object, .array, .map: self
        }
    }
}
