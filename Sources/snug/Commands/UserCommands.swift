import ArgumentParser
import SnugChat

/// The `snug user` commands.
struct UserCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user",
        abstract: "Look after accounts.",
        discussion: "Works beside a running server, which feels it within a second.",
        subcommands: [
            List.self, Add.self, Deactivate.self, Reactivate.self, Rename.self, SetEmail.self, SetRole.self,
            LoginLink.self, Logout.self,
        ])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the accounts.")

        @OptionGroup var form: AnswerForm
        @OptionGroup var options: FileOptions

        func run() async throws {
            let accounts = try await options.look { try await $0.accounts() }
            var table = TextTable("ID", "NAME", "E-MAIL", "ROLE", "LAST SEEN", "STATE")
            for user in accounts {
                table.add(
                    "\(user.id)", user.name, user.email.text, user.role.rawValue,
                    user.lastSeen.map(TextTable.time) ?? "never", user.deactivatedAt == nil ? "" : "deactivated")
            }
            try form.say(accounts.map { AccountAnswer($0) }, or: table)
        }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make an account and print a link that signs it in.",
            discussion: "It has no password: whoever it is for opens the link, and chooses one then.")

        @Argument(help: "The e-mail address.", transform: ArgumentText.address)
        var email: EmailAddress
        @Option(help: "The name that others see.")
        var name: String
        @Option(
            help: "owner, admin or member.", completion: .list(Role.allCases.map(\.rawValue)),
            transform: ArgumentText.role)
        var role = Role.member
        @OptionGroup var form: AnswerForm
        @OptionGroup var options: FileOptions

        func run() async throws {
            let (user, link) = try await options.work { console in
                let user = try await console.addAccount(name: name, email: email.text, role: role)
                return (user, try await console.loginLink(for: user.email))
            }
            try form.say(
                AccountAnswer(user, link: link), or: "\(user.email) is user \(user.id).", "Login link: \(link)")
        }
    }

    struct Deactivate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take an account out of use: nobody gets in by it, and whoever is in is out at once.")

        @OptionGroup var account: AccountArgument
        @OptionGroup var form: AnswerForm
        @OptionGroup var options: FileOptions

        func run() async throws {
            let user = try await options.work { try await $0.changeAccount(account.email, .init(isDeactivated: true)) }
            try form.say(AccountAnswer(user), or: "\(user.email) is deactivated.")
        }
    }

    struct Reactivate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Put an account into use again.")

        @OptionGroup var account: AccountArgument
        @OptionGroup var form: AnswerForm
        @OptionGroup var options: FileOptions

        func run() async throws {
            let user = try await options.work { try await $0.changeAccount(account.email, .init(isDeactivated: false)) }
            try form.say(AccountAnswer(user), or: "\(user.email) is in use again.")
        }
    }

    struct Rename: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Give an account another name.")

        @OptionGroup var account: AccountArgument
        @Argument(help: "The name that others see.") var name: String
        @OptionGroup var form: AnswerForm
        @OptionGroup var options: FileOptions

        func run() async throws {
            let user = try await options.work { try await $0.rename(account.email, to: name) }
            try form.say(AccountAnswer(user), or: "\(user.email) is \(user.name).")
        }
    }

    struct SetEmail: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "email", abstract: "Give an account another address, and sign everybody in it out.",
            discussion: """
                For whoever lost their mailbox, or their account. Its passkeys, codes and links are void; its holder comes in \
                by “Forgot password”, or by a login link. The address before is told by mail.
                """)

        @OptionGroup var account: AccountArgument
        @Argument(help: "The new e-mail address.", transform: ArgumentText.address) var email: EmailAddress
        @OptionGroup var form: AnswerForm
        @OptionGroup var options: FileOptions

        func run() async throws {
            let (user, sessions, passkeys) = try await options.work { try await $0.setEmail(account.email, to: email) }
            func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
            try form.say(
                AccountAnswer(user),
                or: "\(user.name) has the address \(user.email).",
                "\(count(sessions, "session")) ended, \(count(passkeys, "passkey")) removed.")
        }
    }

    struct SetRole: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "role", abstract: "Say what an account may do: owner, admin or member.")

        @OptionGroup var account: AccountArgument
        @Argument(
            help: "owner, admin or member.", completion: .list(Role.allCases.map(\.rawValue)),
            transform: ArgumentText.role)
        var role: Role
        @OptionGroup var form: AnswerForm
        @OptionGroup var options: FileOptions

        func run() async throws {
            let user = try await options.work { try await $0.changeAccount(account.email, .init(role: role)) }
            try form.say(
                AccountAnswer(user), or: "\(user.email) is \(user.role == .member ? "a" : "an") \(user.role.rawValue).")
        }
    }

    struct LoginLink: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print a link that signs someone in, once and within a quarter of an hour.",
            discussion: "For whoever is locked out: it needs neither password nor mail.")

        @OptionGroup var account: AccountArgument
        @OptionGroup var form: AnswerForm
        @OptionGroup var options: FileOptions

        func run() async throws {
            let link = try await options.work { try await $0.loginLink(for: account.email) }
            try form.say(["link": link], or: "Login link: \(link)")
        }
    }

    struct Logout: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Sign someone out on all their devices.")

        @OptionGroup var account: AccountArgument
        @OptionGroup var form: AnswerForm
        @OptionGroup var options: FileOptions

        func run() async throws {
            let count = try await options.work { try await $0.logOutEverywhere(account.email) }
            try form.say(
                ["sessions_ended": count],
                or: "\(account.email): \(count) \(count == 1 ? "session" : "sessions") ended.")
        }
    }
}

/// The argument that names an account.
struct AccountArgument: ParsableArguments {
    // No shell can complete it, but fish counts only the arguments that have completions.
    @Argument(
        help: ArgumentHelp("The e-mail address.", valueName: "account"), completion: .list([]),
        transform: ArgumentText.address)
    var email: EmailAddress
}

/// An account as JSON.
private struct AccountAnswer: Encodable {
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
