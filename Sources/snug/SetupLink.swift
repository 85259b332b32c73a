import ArgumentParser
import SnugChat
import SnugIdentity
import SnugStore

/// `snug setup-link`
struct SetupLink: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print a new link for setting the server up.",
        discussion: "It works once and for half an hour, beside a running server too; the link before it is void.")

    @OptionGroup var file: DatabaseFlag
    @Option(name: .customLong("site-url"), help: Setting.siteURL.help) var siteURL: String?
    @Option(help: Setting.listen.help) var listen: String?

    func run() async throws {
        var flags = file.given
        flags[.siteURL] = siteURL
        flags[.listen] = listen
        let sources = try await SettingSources(flags: flags)
        let listen = try sources.require(.listen, ServeSettings.endpoint)
        let siteURL = try sources.value(.siteURL, ServeSettings.origin) ?? "http://localhost:\(listen.port)"
        do {
            let store = try SQLiteStore.open(path: try sources.databasePath, for: .command, events: NoEvents())
            defer { try? store.close() }
            let random = SystemRandomness()
            let secrets = try await Chat.secrets(in: store, random: random)
            let chat = Chat(
                policy: Policy(siteURL: siteURL),
                store: store,
                keys: InstallationKeys(secret: secrets.installation),
                hasher: ScryptHasher(random: random),
                signer: await JWTSigner(secret: secrets.tokens),
                clock: SystemClock(),
                random: random)
            guard let link = try await chat.setupLink() else {
                Console.complain("this server has its owner already; there is nothing to set up.")
                throw ExitCode(1)
            }
            Console.say("Set-up link: \(link)")
        } catch let fault as DatabaseFault {
            Console.complain("\(fault)")
            throw Ending.databaseUnusable
        }
    }
}
