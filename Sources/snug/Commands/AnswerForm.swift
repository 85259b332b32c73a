import ArgumentParser

/// The form of a command's answer: lines for people, or one JSON value for programs.
///
/// Every verb that has an answer has both. A thing is an object, a list an array; keys are in `snake_case`, as in the
/// interface, and one that there is nothing to say about is left out; moments are RFC 3339. Whatever is no answer goes to
/// standard error, and a command that fails leaves standard output empty.
struct AnswerForm: ParsableArguments {
    @Flag(name: .customLong("json"), help: "As JSON, for programs.") var isJSON = false

    /// Says an answer.
    /// - Parameter lines: the same in words.
    func say(_ answer: some Encodable, or lines: String?...) throws {
        try say(answer, or: lines.compactMap(\.self))
    }

    /// Says an answer of as many lines as it takes.
    func say(_ answer: some Encodable, or lines: [String]) throws {
        if isJSON { return try Console.say(json: answer) }
        for line in lines { Console.say(line) }
    }

    /// Says an answer that people read as a table.
    func say(_ answer: some Encodable, or table: TextTable) throws {
        if isJSON { return try Console.say(json: answer) }
        Console.say(table)
    }
}
