import SnugChat

/// The two forms of an error, and what `/readyz` adds to one.
extension Schema {
    static let readiness: Schema = .component(
        "Readiness",
        .object([
            "database": .choice(Readiness.State.allCases.map(\.rawValue)),
            "disk": .choice(Readiness.State.allCases.map(\.rawValue)),
        ]).described("The parts that the server needs to take writes."))

    static let problem: Schema = .component(
        "Problem",
        .object([
            "type": .choice(["about:blank"]), "title": .string, "status": .integer(400...599),
            "detail": .string.described("A sentence for a person."),
            "code": .string.described("The stable word for programs."),
            "errors?": .list(of: .object(["field": .string, "message": .string]))
                .described("The fields that are not acceptable; with 422 `invalid` alone."),
            "checks?": readiness,
        ]).described("A problem (RFC 9457)."))

    static let legacyError: Schema = .component(
        "LegacyError",
        .object([
            "error": .string.described("The stable word for programs."),
            "detail": .string.described("A sentence for a person."),
        ]))
}
