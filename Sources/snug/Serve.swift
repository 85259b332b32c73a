import ArgumentParser
import Foundation
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import SnugChat
import SnugIdentity
import SnugMail
import SnugServer
import SnugStore

/// `snug serve`
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
        let settings = try ServeSettings(try await SettingSources(flags: flags.given))
        LoggingSystem.bootstrap { label in
            var handler = StreamLogHandler.standardError(label: label)
            handler.logLevel = settings.logLevel
            return handler
        }
        let logger = Logger(label: "snug")
        do {
            try await House(settings, logger: logger).run()
        } catch let fault as DatabaseFault {
            Console.complain("\(fault)")
            throw Ending.databaseUnusable
        } catch let error as IOError {
            Console.complain(
                "\(settings.host):\(settings.port) cannot be listened on: \(error)."
                    + " If another program has the port, choose another with --listen.")
            throw ExitCode.failure
        }
    }
}
