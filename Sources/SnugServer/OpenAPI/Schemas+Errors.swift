/// The two forms of an error.
extension Schema {
    static let problem: Schema = .component(
        "Problem",
        .object([
            "type": .choice(["about:blank"]), "title": .string, "status": .integer(400...599),
            "detail": .string.described("A sentence for a person."),
            "code": .string.described("The stable word for programs."),
            "errors?": .list(of: .object(["field": .string, "message": .string]))
                .described("The fields that are not acceptable; with 422 `invalid` alone."),
        ]).described("A problem (RFC 9457)."))

    static let legacyError: Schema = .component(
        "LegacyError",
        .object([
            "error": .string.described("The stable word for programs."),
            "detail": .string.described("A sentence for a person."),
        ]))
}
