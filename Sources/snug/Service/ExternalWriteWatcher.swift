import Logging
import ServiceLifecycle
import SnugChat
import SnugMail
import SnugServer

/// The watch for other processes' writes to the same file, such as an administrator's commands.
///
/// It closes the sockets of sessions that they ended, tells of people whom they renamed or put out of use, has mails that
/// they queued sent, and applies settings that they changed. It sleeps while nobody writes to the file's log.
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

    /// The state of the store that has been looked at.
    private struct Seen {
        /// The number of changes by others.
        var changes: Int64
        /// The newest entry of the audit trail.
        var audit: AuditEntry.ID
    }

    /// Applies what others have changed.
    /// - Returns: the state that has been seen.
    private func look(since seen: Seen?) async -> Seen? {
        do {
            let changes = try await maintenance.outsideChanges()
            guard let seen else { return Seen(changes: changes, audit: try await maintenance.newestAudit()) }
            guard seen.changes != changes else { return seen }
            return Seen(changes: changes, audit: try await apply(since: seen.audit))
        } catch is CancellationError {
            // The server stops.
            return seen
        } catch {
            logger.log(
                level: error.levelBesideWatch, "Looking for outside changes failed", metadata: ["error": "\(error)"])
            return seen
        }
    }

    private func apply(since audit: AuditEntry.ID) async throws -> AuditEntry.ID {
        hub.publish(try await maintenance.changes(of: try await hub.callers()))
        let people = try await maintenance.changesOfPeople(since: audit)
        hub.publish(people.events)
        mails.wake()
        await settings.reload(isAsked: false)
        return people.newest
    }
}
