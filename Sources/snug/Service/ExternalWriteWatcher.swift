import Logging
import ServiceLifecycle
import SnugChat
import SnugMail
import SnugServer

/// The watch for other processes' writes to the same file, such as an administrator's commands.
///
/// It closes the sockets of sessions that they ended, has mails that they queued sent, and applies settings that they
/// changed.
struct ExternalWriteWatcher: Service {
    let maintenance: Maintenance
    let hub: Hub
    let mails: MailWorker
    let settings: LiveSettings
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var seen: Int64?
            while !Task.isCancelled {
                do {
                    let now = try await maintenance.outsideChanges()
                    if let seen, seen != now { try await apply() }
                    seen = now
                } catch {
                    logger.warning("Looking for outside changes failed", metadata: ["error": "\(error)"])
                }
                try? await Task.sleep(for: Limits.outsideChangesEvery)
            }
        }
    }

    private func apply() async throws {
        hub.publish(try await maintenance.changes(of: try await hub.callers()))
        mails.wake()
        await settings.reload(isAsked: false)
    }
}
