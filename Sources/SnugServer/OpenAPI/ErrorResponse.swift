/// All errors of a call that share a status.
struct ErrorResponse {
    let status: Int
    /// One for each code, in the order of the codes.
    let problems: [Problem]
    let dialect: Operation.ErrorDialect

    init(_ status: Int, _ problems: [Problem], _ dialect: Operation.ErrorDialect) {
        self.status = status
        self.dialect = dialect
        let byCode = Dictionary(problems.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
        self.problems = byCode.values.sorted { $0.code < $1.code }
    }

    private static let codesInNameMax = 4

    /// Returns a reference to a response that is shared with other calls; a long list of codes stands for itself.
    func json(_ components: inout OpenAPIComponents) -> JSONValue {
        guard problems.count <= Self.codesInNameMax else { return response(&components) }
        let form = dialect == .legacy ? ["legacy"] : []
        let name = ([String(status)] + form + problems.map(\.code)).joined(separator: ".")
        return components.reference(toResponse: name, response)
    }

    private func response(_ components: inout OpenAPIComponents) -> JSONValue {
        let sentences = problems.map { "`\($0.code)`: \($0.title)." }
        var members: [(String, JSONValue)] = [("description", .string(sentences.joined(separator: " ")))]
        let headers = headers
        if !headers.isEmpty {
            members.append(("headers", .object(headers.map { ($0.name, $0.json(&components)) })))
        }
        members.append(("content", content(&components)))
        return .object(members)
    }

    private var headers: [Operation.Answer.Header] {
        var headers: [Operation.Answer.Header] = []
        if problems.contains(where: { $0.retryAfter != nil }) {
            headers.append(
                .init(
                    name: "Retry-After", description: "Seconds until trying again makes sense.",
                    isRequired: problems.allSatisfy { $0.retryAfter != nil }, schema: .integer(0...Int64.max)))
        }
        if status == 401, dialect == .problem {
            headers.append(.init(name: "WWW-Authenticate", description: "`Bearer`.", isRequired: true))
        }
        if problems.contains(where: { $0.code == Problem.sessionOver.code }), dialect == .problem {
            let meaning = "Empties the browser's cache of this site, where a cookie's session is over."
            headers.append(.init(name: "Clear-Site-Data", description: meaning, isRequired: false))
        }
        return headers
    }

    private func content(_ components: inout OpenAPIComponents) -> JSONValue {
        let codes: JSONValue = ["enum": .array(problems.map { .string($0.code) })]
        switch dialect {
        case .problem:
            guard case .object(let reference) = Schema.problem.json(&components) else { return [:] }
            let narrowed: JSONValue = ["status": ["const": .integer(Int64(status))], "code": codes]
            return ["application/problem+json": ["schema": .object(reference + [("properties", narrowed)])]]
        case .legacy:
            guard case .object(let reference) = Schema.legacyError.json(&components) else { return [:] }
            return ["application/json": ["schema": .object(reference + [("properties", ["error": codes])])]]
        }
    }
}
