import ArgumentParser
import SnugChat

/// The `snug invite` commands.
struct InviteCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "invite",
        abstract: "Make, list and take back invites.",
        discussion: "An invite counts where registration is invite, domain or open.",
        subcommands: [Create.self, List.self, Revoke.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Print a link by which people make accounts.")

        @Option(help: "What it is for.") var name: String?
        @Option(help: ArgumentHelp("How long it lasts.", valueName: "DAYS")) var days = 7
        @Option(help: ArgumentHelp("How many people it lets in.", valueName: "N")) var uses = 1
        @Option(
            name: .customLong("room"),
            help: ArgumentHelp("A room that they are put into; may be repeated.", valueName: "ID"))
        var rooms: [Int64] = []
        @OptionGroup var options: FileOptions

        func validate() throws {
            guard (1...365).contains(days) else { throw ValidationError("--days is 1 to 365.") }
        }

        func run() async throws {
            try await options.work { console in
                let issued = try await console.makeInvite(
                    NewInvite(
                        name: name, lifetime: .seconds(Int64(days) * 86_400), uses: uses,
                        rooms: rooms.map { Room.ID($0) }))
                Console.say("Invite \(issued.invite.id): \(issued.url)")
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the invites that can still be used.")

        @OptionGroup var options: FileOptions

        func run() async throws {
            try await options.work { console in
                var table = TextTable("ID", "NAME", "USED", "EXPIRES", "LINK")
                for issued in try await console.invites() {
                    let invite = issued.invite
                    table.add(
                        "\(invite.id)", invite.name, "\(invite.uses) of \(invite.usesMax)",
                        TextTable.time(invite.expiresAt), issued.url)
                }
                Console.say(table.text)
            }
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Take an invite back.")

        @Argument(help: "Its number, as list shows it.") var id: Int64
        @OptionGroup var options: FileOptions

        func run() async throws {
            try await options.work { console in
                try await console.revokeInvite(Invite.ID(id))
                Console.say("Invite \(id) is revoked.")
            }
        }
    }
}
