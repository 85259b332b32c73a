import ArgumentParser

/// The search for a command line's commands among those that there are.
enum CommandNames {
    /// Returns a sentence on the first word that should name a command and names none; nil where there is no such word.
    ///
    /// The parser itself takes the word for an argument too many, and shows help for one that it does not know.
    static func complaint(about arguments: [String]) -> String? {
        let asksForHelp = arguments.first == "help"
        var command: any ParsableCommand.Type = Snug.self
        for word in asksForHelp ? arguments.dropFirst() : arguments[...] {
            let commands = command.configuration.subcommands
            guard !word.hasPrefix("-"), asksForHelp || !commands.isEmpty else { return nil }
            if word == "help" { return nil }
            guard let next = commands.first(where: { $0._commandName == word }) else {
                let nearest = NearestName.of(word, among: commands.map { $0._commandName })
                let hint = nearest.map { " Did you mean \($0)?" } ?? ""
                let parent = command == Snug.self ? "snug" : "snug \(command._commandName)"
                return "\(parent) has no command “\(word)”.\(hint) \(parent) --help lists what there is."
            }
            command = next
        }
        return nil
    }

    /// Returns the line that says where the command that a command line means is explained.
    static func hint(for arguments: [String]) -> String {
        var words = ["snug"]
        var command: any ParsableCommand.Type = Snug.self
        for word in arguments {
            guard let next = command.configuration.subcommands.first(where: { $0._commandName == word }) else { break }
            words.append(word)
            command = next
        }
        return "\(words.joined(separator: " ")) --help says how it is called."
    }
}
