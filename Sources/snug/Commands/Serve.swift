import ArgumentParser
import Foundation
import Logging
import ServiceLifecycle
import SnugACME
import SnugChat
import SnugIdentity
import SnugMail
import SnugPostgres
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
        } catch let fault as PostgresFault {
            Self.complain("\(fault)")
            throw ExitCode(serving: fault)
        } catch let fault as TLSCertificate.Fault {
            throw ValidationError("\(fault). --tls-certificate and --tls-key name the two files.")
        } catch let fault as ACMEFault {
            Self.complain(fault.detail)
            throw ExitCode.temporaryFailure
        } catch {
            guard let fault = await listenFault(error, settings) else { throw error }
            Self.complain("\(fault)")
            throw ExitCode.failure
        }
    }

    /// Says why the start failed, and keeps it for the status of the next.
    private static func complain(_ reason: String) {
        FailedStarts.note(reason)
        Console.complain(reason)
    }

    private func listenFault(_ error: any Error, _ settings: ServeSettings) async -> ListenFault? {
        switch error {
        case let fault as PlainServer.Fault:
            return ListenFault(fault.cause, at: fault.address, setting: Settings.httpListen.name)
        case let fault as MetricsServer.Fault:
            return ListenFault(fault.cause, at: fault.address, setting: Settings.metricsListen.name)
        default:
            // The database's settings may say where.
            let full = try? await CommandDatabase(flags: flags.given).fullSources()
            let listen = (try? full?.value(Settings.listen)) ?? settings.listen
            return ListenFault(error, at: listen.text)
        }
    }

    private func warnOfUnknownVariables(_ logger: Logger) {
        for (name, nearest) in Settings.unknownVariables(in: ProcessInfo.processInfo.environment) {
            let hint = nearest.map { "; did you mean \($0)?" } ?? ""
            logger.warning("\(name) is not a setting and counts for nothing\(hint)")
        }
    }
}
