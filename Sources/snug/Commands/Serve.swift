import ArgumentParser
import Foundation
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import SnugACME
import SnugChat
import SnugIdentity
import SnugMail
import SnugServer
import SnugStore

/// The `snug serve` command.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the server.",
        discussion: """
            Needs nothing: without settings it listens on http://localhost:8080, keeps data/snug.db and prints its mails. \
            Each flag can also be set in the environment: --smtp-host is SNUG_SMTP_HOST. Passwords only there, in a file \
            that SNUG_SMTP_PASSWORD_FILE names, or as the systemd credential smtp-password.
            """)

    @OptionGroup var flags: SettingFlags

    func run() async throws {
        let environment = SettingSources.environment(for: flags.given)
        // As root it would make files that the service cannot use.
        if InstalledService().isOfAnotherUser, environment["STATE_DIRECTORY"] != nil,
            ProcessInfo.processInfo.environment["STATE_DIRECTORY"] == nil
        {
            throw ValidationError(
                "The database is the installed service's, which runs as a user of its own: sudo systemctl start snug. "
                    + "To serve another one: --database FILE.")
        }
        let sources = try await SettingSources(flags: flags.given, environment: environment)
        let settings = try ServeSettings(sources)
        let format = try sources.value(Settings.logFormat) ?? Log.suitableFormat()
        let level = LiveLogLevel(settings.logLevel)
        LoggingSystem.bootstrap { _ in Log(format: format, level: level) }
        let logger = Logger(label: "snug")
        warnOfUnknownVariables(logger)
        await FailedStarts.begin()
        do {
            try await Application(settings, sources, flags: flags.given, level: level, logger: logger).run()
        } catch let fault as DatabaseFault {
            Self.complain("\(fault)")
            throw ExitCode(serving: fault)
        } catch let fault as TLSCertificate.Fault {
            throw ValidationError("\(fault). --tls-certificate and --tls-key name the two files.")
        } catch let fault as ACMEFault {
            Self.complain(fault.detail)
            throw ExitCode.temporaryFailure
        } catch let fault as PlainServer.Fault {
            Self.complain(Self.words(on: fault.address, fault.cause, Settings.httpListen))
            throw ExitCode.failure
        } catch let fault as MetricsServer.Fault {
            Self.complain("\(fault)")
            throw ExitCode.failure
        } catch let error as IOError {
            let full = try? await CommandDatabase(flags: flags.given).fullSources()
            let listen = (try? full?.value(Settings.listen)) ?? settings.listen
            Self.complain(Self.words(on: listen.text, error, Settings.listen))
            throw ExitCode.failure
        }
    }

    /// Says why the start failed, and keeps it for the status of the next.
    private static func complain(_ reason: String) {
        FailedStarts.note(reason)
        Console.complain(reason)
    }

    /// Returns the sentences on an address that cannot be listened on.
    private static func words(on address: String, _ error: any Error, _ setting: any SettingDeclaration) -> String {
        let code = (error as? IOError)?.errnoCode
        let reason = code.map { unsafe String(cString: strerror($0)) } ?? "\(error)"
        let mend =
            code == EACCES
            ? "\(StartFault.privilege): /usr/share/doc/snug/examples/port-443.conf gives it to the service."
            : "If another program has the port, choose another with --\(setting.name)."
        return "\(address) cannot be listened on: \(reason). \(mend)"
    }

    private func warnOfUnknownVariables(_ logger: Logger) {
        for (name, nearest) in Settings.unknownVariables(in: ProcessInfo.processInfo.environment) {
            let hint = nearest.map { "; did you mean \($0)?" } ?? ""
            logger.warning("\(name) is not a setting and counts for nothing\(hint)")
        }
    }
}
