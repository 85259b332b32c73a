import Hummingbird
import SnugChat

/// Backups: listed, made, and taken away.
struct BackupRoutes: RouteGroup {
    static let tag = OperationTag.administration
    let dependencies: RouteDependencies
    let archive: any BackupArchive

    var operations: [Operation] { [listBackups, makeBackup, downloadBackup] }

    var listBackups: Operation {
        Operation(
            .get, "/api/v1/admin/backups", "Lists the backups, and how the latest went.",
            "Newest first.",
            caller: .administrator,
            answers: [
                .ok(
                    "The backups.",
                    .object([
                        "backups": .list(of: .backup),
                        "making": .object(["copied": .count, "total": .count]).orNull.described(
                            "The bytes of the one that is being made; null while none is."),
                        "last_good_at": .time.orNull,
                        "last_failure": .string.orNull.described("Null where the latest did not fail."),
                    ]))
            ],
            errors: [.backupFailed],
            handler: list)
    }

    private func list(_ request: Request, _ context: SnugContext) async throws -> Response {
        let (backups, making, record) = try await dependencies.chat.backups(
            in: archive, for: try await dependencies.administrator(of: request))
        return .json { json in
            json.array("backups", backups) { json, backup in json.object { write(backup, to: &$0) } }
            if let making {
                json.object("making") { json in
                    json.member("copied", making.copied)
                    json.member("total", making.total)
                }
            } else {
                json.null("making")
            }
            json.member("last_good_at", record.lastGood)
            if let failure = record.failure {
                json.member("last_failure", failure)
            } else {
                json.null("last_failure")
            }
        }
    }

    var makeBackup: Operation {
        Operation(
            .post, "/api/v1/admin/backups", "Makes a backup now.",
            "It is answered once the copy is proven, which may take minutes; 503 `busy` while another is being made, and "
                + "503 `backup_failed` or 507 `storage_full` with the reason where it is not made.",
            caller: .administrator,
            answers: [.created("The backup.", .backup)],
            errors: [.backupFailed, .rateLimited],
            handler: make)
    }

    private func make(_ request: Request, _ context: SnugContext) async throws -> Response {
        let backup = try await dependencies.chat.takeBackup(
            in: archive, by: try await dependencies.administrator(of: request),
            from: dependencies.device(of: request, context))
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
