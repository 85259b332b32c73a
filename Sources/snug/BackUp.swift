import ArgumentParser
import SnugStore

/// `snug backup`
struct BackUp: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the database to one file, beside a running server too.",
        discussion: "The copy is checked before it gets its name; put it on a blank box and it is the same service.")

    @Argument(help: "The file to write; one that is there is replaced.")
    var destination: String

    @OptionGroup var file: DatabaseFlag

    func run() async throws {
        let sources = try await SettingSources(flags: file.given)
        do {
            let proof = try Backup.take(of: try sources.databasePath, to: destination)
            Console.say(
                "\(destination): \(proof.bytes) bytes, \(proof.users) users, \(proof.rooms) rooms, "
                    + "\(proof.messages) messages; checked and synced.")
        } catch let fault as DatabaseFault {
            Console.complain("\(fault)")
            throw Ending.databaseUnusable
        }
    }
}
