import ArgumentParser
import SnugChat

/// The `snug user` commands.
struct UserCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user",
        abstract: "Look after accounts.",
        discussion: "Works beside a running server, which feels it within a second.",
        subcommands: [
            List.self, Add.self, Deactivate.self, Reactivate.self, Rename.self, SetRole.self, LoginLink.self,
            Logout.self,
        ])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the accounts.")

        @Flag(help: "As JSON, for programs.") var json = false
        @OptionGroup var options: FileOptions

        func run() async throws {
            try await options.work { console in
                let accounts = try await console.accounts()
                if json { return try Console.say(json: accounts.map { AccountLine($0) }) }
                var table = TextTable("ID", "NAME", "E-MAIL", "ROLE", "LAST SEEN", "STATE")
                for user in accounts {
                    table.add(
                        "\(user.id)", user.name, user.email.text, user.role.rawValue,
                        user.lastSeen.map(TextTable.time) ?? "never", user.deactivatedAt == nil ? "" : "deactivated")
                }
                Console.say(table)
            }
        }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make an account and print a link that signs it in.",
            discussion: "It has no password: whoever it is for adds a passkey, or asks for a new password by mail.")

        @Argument(help: "The e-mail address.")
        var email: String
        @Option(help: "The name that others see.")
        var name: String
        @Option(help: "owner, admin or member.", completion: .list(Role.allCases.map(\.rawValue)))
        var role = "member"
        @Flag(help: "As JSON, for programs.") var json = false
        @OptionGroup var options: FileOptions

        func validate() throws {
            guard Role(rawValue: role) != nil else { throw ValidationError("--role is owner, admin or member.") }
        }

        func run() async throws {
            try await options.work { console in
                let user = try await console.addAccount(name: name, email: email, role: Role(rawValue: role) ?? .member)
                let link = try await console.loginLink(for: user.email)
                if json { return try Console.say(json: AccountLine(user, link: link)) }
                Console.say("\(user.email) is user \(user.id).")
                Console.say("Login link: \(link)")
            }
        }
    }

    struct Deactivate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take an account out of use: nobody gets in by it, and whoever is in is out at once.")

        @Argument(help: "The e-mail address.") var account: AddressArgument
        @OptionGroup var options: FileOptions

        func run() async throws {
            try await options.work { console in
                let user = try await console.changeAccount(account.address, .init(isDeactivated: true))
                Console.say("\(user.email) is deactivated.")
            }
        }
    }

    struct Reactivate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Put an account into use again.")

        @Argument(help: "The e-mail address.") var account: AddressArgument
        @OptionGroup var options: FileOptions

        func run() async throws {
            try await options.work { console in
                let user = try await console.changeAccount(account.address, .init(isDeactivated: false))
                Console.say("\(user.email) is in use again.")
            }
        }
    }

    struct Rename: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Give an account another name.")

        @Argument(help: "The e-mail address.") var account: AddressArgument
        @Argument(help: "The name that others see.") var name: String
        @OptionGroup var options: FileOptions

        func run() async throws {
            try await options.work { console in
                let user = try await console.rename(account.address, to: name)
                Console.say("\(user.email) is \(user.name).")
            }
        }
    }

    struct SetRole: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "role", abstract: "Say what an account may do: owner, admin or member.")

        @Argument(help: "The e-mail address.") var account: AddressArgument
        @Argument(help: "owner, admin or member.", completion: .list(Role.allCases.map(\.rawValue)))
        var role: String
        @OptionGroup var options: FileOptions

        func validate() throws {
            guard Role(rawValue: role) != nil else { throw ValidationError("A role is owner, admin or member.") }
        }

        func run() async throws {
            try await options.work { console in
                let user = try await console.changeAccount(account.address, .init(role: Role(rawValue: role)))
                Console.say("\(user.email) is \(user.role.rawValue).")
            }
        }
    }

    struct LoginLink: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print a link that signs someone in, once and within a quarter of an hour.",
            discussion: "For whoever is locked out: it needs neither password nor mail.")

        @Argument(help: "The e-mail address.") var account: AddressArgument
        @Flag(help: "As JSON, for programs.") var json = false
        @OptionGroup var options: FileOptions

        func run() async throws {
            try await options.work { console in
                let link = try await console.loginLink(for: account.address)
                if json { return try Console.say(json: ["link": link]) }
                Console.say("Login link: \(link)")
            }
        }
    }

    struct Logout: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Sign someone out on all their devices.")

        @Argument(help: "The e-mail address.") var account: AddressArgument
        @OptionGroup var options: FileOptions

        func run() async throws {
            try await options.work { console in
                let count = try await console.logOutEverywhere(account.address)
                Console.say("\(account.address): \(count) \(count == 1 ? "session" : "sessions") ended.")
            }
        }
    }
}

/// An account as `--json` has it.
private struct AccountLine: Encodable {
    var id: Int64
    var name: String
    var email: String
    var role: String
    var last_seen: String?
    var deactivated: Bool
    var login_link: String?

    init(_ user: User, link: String? = nil) {
        id = user.id.rawValue
        name = user.name
        email = user.email.text
        role = user.role.rawValue
        last_seen = user.lastSeen?.iso8601
        deactivated = user.deactivatedAt != nil
        login_link = link
    }
}
