import Hummingbird
import SnugChat

/// What administrators do with backups.
struct BackupRoutes: Sendable {
    let dependencies: RouteDependencies
    let archive: any BackupArchive

    func list(_ request: Request, _ context: SnugContext) async throws -> Response {
        let (backups, record) = try await dependencies.chat.backups(
            in: archive, for: try await dependencies.caller(of: request))
        return .json { json in
            json.array("backups", backups) { json, backup in json.object { write(backup, to: &$0) } }
            json.member("last_good_at", record.lastGood)
            if let failure = record.failure {
                json.member("last_failure", failure)
            } else {
                json.null("last_failure")
            }
        }
    }

    func make(_ request: Request, _ context: SnugContext) async throws -> Response {
        let backup = try await dependencies.chat.takeBackup(
            in: archive, by: try await dependencies.caller(of: request))
        return .json(status: .created) { write(backup, to: &$0) }
    }

    private func write(_ backup: BackupCopy, to json: inout JSONWriter) {
        json.member("name", backup.name)
        json.member("taken_at", backup.takenAt)
        json.member("bytes", backup.bytes)
        json.member("proven", backup.messages != nil)
        if let messages = backup.messages { json.member("messages", messages) } else { json.null("messages") }
    }
}
