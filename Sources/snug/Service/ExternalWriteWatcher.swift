import Logging
import ServiceLifecycle
import SnugChat
import SnugMail
import SnugServer

/// Makes what an administrator's command does on the same file felt here: sessions it ended close, mails it queued go
/// out, settings it changed hold.
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
