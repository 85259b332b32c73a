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
        @Flag(help: "As JSON, for programs.") var json = false
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
                if json { return try Console.say(json: InviteLine(issued)) }
                Console.say("Invite \(issued.invite.id): \(issued.url)")
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the invites that can still be used.")

        @Flag(help: "As JSON, for programs.") var json = false
        @OptionGroup var options: FileOptions

        func run() async throws {
            try await options.work { console in
                let invites = try await console.invites()
                if json { return try Console.say(json: invites.map { InviteLine($0) }) }
                var table = TextTable("ID", "NAME", "USED", "EXPIRES", "LINK")
                for issued in invites {
                    let invite = issued.invite
                    table.add(
                        "\(invite.id)", invite.name, "\(invite.uses) of \(invite.usesMax)",
                        TextTable.time(invite.expiresAt), issued.url)
                }
                Console.say(table)
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

/// An invite as `--json` has it.
private struct InviteLine: Encodable {
    var id: Int64
    var name: String
    var uses: Int
    var uses_max: Int
    var expires_at: String
    var rooms: [Int64]
    var url: String

    init(_ issued: IssuedInvite) {
        id = issued.invite.id.rawValue
        name = issued.invite.name
        uses = issued.invite.uses
        uses_max = issued.invite.usesMax
        expires_at = issued.invite.expiresAt.iso8601
        rooms = issued.invite.rooms.map(\.rawValue)
        url = issued.url
    }
}
