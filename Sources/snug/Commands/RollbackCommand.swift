import ArgumentParser
import SnugIdentity
import SnugStore

/// The `snug rollback` command.
struct RollbackCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollback",
        abstract: "Take the latest upgrade of the database back, with the server stopped.",
        discussion: """
            Before a newer Snug changes a database it copies it. This puts that copy in the database's place, for the \
            Snug from before the upgrade. What has been written since is kept beside it under a dated name.
            """)

    @Flag(help: "Do not ask.") var yes = false
    @OptionGroup var form: AnswerForm
    @OptionGroup var file: DatabaseFlag

    func validate() throws {
        guard yes || !form.isJSON else { throw ValidationError("--json takes --yes as well: a program is not asked.") }
    }

    func run() async throws {
        let place = try await CommandDatabase(flags: file.given)
        let (rollback, outcome) = try await BackupOptions.report {
            let database = try place.file
            try place.enter()
            let rollback = try await LongWork.carryOut { try Rollback(of: database, monitor: $0) }
            if !form.isJSON {
                let time = rollback.time.map { ", \($0)" } ?? ""
                Console.say("\(rollback.copy) is from before the upgrade\(time).")
                Console.say(rollback.loss)
            }
            guard yes || isAgreed() else {
                Console.say("Nothing was changed.")
                throw ExitCode.failure
            }
            guard try yes || rollback.lostByNow(of: database) == rollback.lost else {
                Console.complain("somebody has written to it meanwhile, and that was not in the count; ask again.")
                throw ExitCode.failure
            }
            let outcome = try await LongWork.carryOut { monitor in
                try rollback.put(
                    inPlaceOf: database, random: SystemRandomness(), at: SystemClock().now, monitor: monitor)
            }
            return (rollback, outcome)
        }
        try form.say(
            RestoreAnswer(outcome, at: place.path),
            or: "\(place.path) is at schema \(rollback.schema) again: \(outcome.receipt.words).",
            outcome.kept.map { "What was there before is kept as \($0)." },
            "Install the Snug from before the upgrade: a newer one upgrades it again when it starts.")
    }

    private func isAgreed() -> Bool {
        Console.say("Put it in the database's place? Type yes:")
        return readLine()?.lowercased() == "yes"
    }
}

extension Rollback {
    fileprivate var loss: String {
        guard let lost else { return "What has been written since then would be lost; it cannot be counted." }
        let files = lost.files > 0 ? ", \(lost.files) files" : ""
        return "What has been written since then would be lost: \(lost.messages) messages, \(lost.users) users,"
            + " \(lost.rooms) rooms\(files)." + (lost.undone?.words.map { " \($0)" } ?? "")
    }
}
