import ArgumentParser
import SnugChat
import SnugIdentity
import SnugPostgres
import SnugStore

/// The flags of a command that works on the database, beside a running server too.
struct FileOptions: ParsableArguments {
    @OptionGroup var file: DatabaseFlag
    @Option(
        name: .customLong("site-url"),
        help: ArgumentHelp("The origin in links (default: the server's own).", valueName: "URL"))
    var siteURL: String?

    /// Opens the database, carries out a command and says in a sentence what went wrong.
    ///
    /// - Throws: `ExitCode`: 74 where the database cannot be used, 1 where the command is refused.
    func work<Value>(_ command: (ServerConsole) async throws -> Value) async throws -> Value {
        try await open(for: .command) { store, sources in try await command(try await console(on: store, sources)) }
    }

    /// Carries out a command that only looks: the database stays as it is, an older one too.
    ///
    /// - Throws: the errors of ``work(_:)``.
    func look<Value>(_ command: (ServerConsole) async throws -> Value) async throws -> Value {
        try await open(for: .looking) { store, sources in try await command(try await console(on: store, sources)) }
    }

    /// Returns the settings as a command sees them, the database's among them.
    ///
    /// - Throws: the errors of ``work(_:)``.
    func sources() async throws -> SettingSources {
        try await open(for: .reading) { $1 }
    }

    private func open<Value>(
        for purpose: CommandDatabase.Purpose, _ command: (any Store, SettingSources) async throws -> Value
    ) async throws -> Value {
        var flags = file.given
        flags[Settings.siteURL.name] = siteURL
        let place = try await CommandDatabase(flags: flags)
        do {
            try place.enter()
            let open = try await LongWork.carryOut {
                try place.open(for: purpose, backups: try? place.sources.backupFolder, monitor: $0)
            }
            defer { try? open.close() }
            let stored = try await open.store.settings()
            if purpose == .command { try place.location.checkNotMoved(stored) }
            let full = place.sources.over(stored)
            return try await command(open.store, full)
        } catch let fault as DatabaseFault {
            Console.complain("\(fault)")
            throw ExitCode.databaseUnusable
        } catch let fault as PostgresFault {
            Console.complain("\(fault)")
            throw ExitCode.databaseUnusable
        } catch let fault as StoreFault {
            Console.complain("\(place.location.fault(of: fault))")
            throw ExitCode.databaseUnusable
        } catch let refusal as Refusal {
            Console.complain(Self.words(for: refusal))
            throw ExitCode.failure
        }
    }

    private func console(on store: any Store, _ sources: SettingSources) async throws -> ServerConsole {
        let random = SystemRandomness()
        let secrets = try await store.installationSecrets(random: random)
        let given = try sources.value(Settings.siteURL)
        let noted = try await store.notedSite()
        let standard = try sources.standardOrigin(port: try sources.require(Settings.listen).port)
        return ChatServices(
            policy: Policy(
                siteName: try sources.require(Settings.siteName), siteURL: given ?? noted ?? standard),
            store: store,
            keys: InstallationKeys(secret: secrets.installation),
            hasher: ScryptHasher(random: random),
            signer: await JWTSigner(secret: secrets.tokens),
            verifier: WebAuthnVerifier(),
            clock: SystemClock(),
            random: random
        ).console
    }

    private static func words(for refusal: Refusal) -> String {
        switch refusal {
        case .invalid(let fields): fields.map(\.message).joined(separator: " ")
        case .notFound(.user): "nobody here has this address. snug user list shows who is here."
        case .notFound(.invite): "there is no such invite. snug invite list shows those that are open."
        case .notFound(let thing): "there is no such \(thing.rawValue)."
        case .accountClosed: "its holder has closed this account for good."
        case .lastOwner: "this is the last owner; make somebody else an owner first."
        case .setupRequired: "this server has no owner yet; open its set-up link first."
        default: "refused: \(refusal)."
        }
    }
}
