import Logging
import ServiceLifecycle
import SnugChat
import SnugMail
import SnugServer

/// The watch for other processes' writes to the same file, such as an administrator's commands.
///
/// It closes the sockets of sessions that they ended, has mails that they queued sent, and applies settings that they
/// changed. It sleeps while nobody writes to the file's log.
struct ExternalWriteWatcher: Service {
    /// The path of the database's write-ahead log.
    let log: String
    let maintenance: Maintenance
    let hub: Hub
    let mails: MailWorker
    let settings: LiveSettings
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            let watch = FileWatch(log)
            var seen = await look(since: nil)
            while !Task.isCancelled {
                if let watch { await watch.next() } else { try? await Task.sleep(for: Limits.outsideChangesEvery) }
                // A commit counts only some time after its last write to the log.
                repeat {
                    try? await Task.sleep(for: Limits.outsideChangesEvery)
                    let isWritten = watch?.drain() ?? false
                    seen = await look(since: seen)
                    if !isWritten { break }
                } while !Task.isCancelled
            }
        }
    }

    /// Applies what others have changed.
    /// - Returns: the number of changes that have been seen.
    private func look(since seen: Int64?) async -> Int64? {
        do {
            let now = try await maintenance.outsideChanges()
            if let seen, seen != now { try await apply() }
            return now
        } catch {
            logger.log(
                level: error.levelBesideWatch, "Looking for outside changes failed", metadata: ["error": "\(error)"])
            return seen
        }
    }

    private func apply() async throws {
        hub.publish(try await maintenance.changes(of: try await hub.callers()))
        mails.wake()
        await settings.reload(isAsked: false)
    }
}
