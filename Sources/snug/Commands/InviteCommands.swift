import ArgumentParser
import SnugChat

/// The `snug invite` commands.
struct InviteCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "invite",
        abstract: "Make, list and take back invites.",
        discussion: "Whoever has one makes an account, whatever registration says.",
        subcommands: [Create.self, List.self, Revoke.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Print a link by which people make accounts.")

        @Option(help: "What it is for.") var name: String?
        @Option(
            help: ArgumentHelp("How long it lasts.", valueName: "DAYS"),
            transform: ArgumentText.number(1...Limits.inviteLifetimeMax.components.seconds / 86_400))
        var days: Int64 = 7
        @Option(
            help: ArgumentHelp("How many people it lets in.", valueName: "N"),
            transform: ArgumentText.number(1...Limits.inviteUsesMax))
        var uses = 1
        @Option(
            name: .customLong("room"),
            help: ArgumentHelp("A room that they are put into; may be repeated.", valueName: "ID"),
            transform: ArgumentText.number(1...Int64.max))
        var rooms: [Int64] = []
        @OptionGroup var form: AnswerForm
        @OptionGroup var options: FileOptions

        func run() async throws {
            let issued = try await options.work { console in
                try await console.makeInvite(
                    NewInvite(
                        name: name, lifetime: .seconds(days * 86_400), uses: uses, rooms: rooms.map { Room.ID($0) }))
            }
            try form.say(InviteAnswer(issued), or: "Invite \(issued.invite.id): \(issued.url)")
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the invites that can still be used.")

        @OptionGroup var form: AnswerForm
        @OptionGroup var options: FileOptions

        func run() async throws {
            let invites = try await options.look { try await $0.invites() }
            let answer = invites.map { InviteAnswer($0) }
            guard !invites.isEmpty else { return try form.say(answer, or: "No invite is open.") }
            var table = TextTable("ID", "NAME", "USED", "EXPIRES", "LINK")
            for issued in invites {
                let invite = issued.invite
                table.add(
                    "\(invite.id)", invite.isStanding ? "standing" : invite.name, "\(invite.uses) of \(invite.usesMax)",
                    TextTable.time(invite.expiresAt), issued.url)
            }
            try form.say(answer, or: table)
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Take an invite back.")

        @Argument(help: "Its number, as list shows it.", transform: ArgumentText.number(1...Int64.max)) var id: Int64
        @OptionGroup var form: AnswerForm
        @OptionGroup var options: FileOptions

        func run() async throws {
            try await options.work { try await $0.revokeInvite(Invite.ID(id)) }
            try form.say(["id": id], or: "Invite \(id) is revoked.")
        }
    }
}

/// An invite as JSON.
private struct InviteAnswer: Encodable {
    var id: Int64
    var name: String
    var uses: Int
    var uses_max: Int
    var expires_at: String
    var rooms: [Int64]
    var standing: Bool
    var url: String

    init(_ issued: IssuedInvite) {
        id = issued.invite.id.rawValue
        name = issued.invite.name
        uses = issued.invite.uses
        uses_max = issued.invite.usesMax
        expires_at = issued.invite.expiresAt.iso8601
        rooms = issued.invite.rooms.map(\.rawValue)
        standing = issued.invite.isStanding
        url = issued.url
    }
}
