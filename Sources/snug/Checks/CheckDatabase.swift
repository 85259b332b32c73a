import SnugChat
import SnugStore

extension Checks {
    /// Checks that the database file is sound and its write-ahead log checkpointed.
    func db() async -> [Finding] {
        let backup = (try? settings.backups.folder.entries())?.first { $0.receipt != nil }?.path ?? "BACKUP"
        let restore = "With the server stopped: \(command("restore \(SettingText.quoted(backup))"))"
        do {
            let inspection = try await store.inspect(isDeep: observer != .server)
            var findings = inspection.damage.prefix(3).map { complaint in
                Finding(
                    .db, .error, "\(database) is damaged: \(complaint.trimmed).",
                    why: "Messages can get lost; every further write can make it worse.", fix: restore)
            }
            if inspection.logBytes > Limits.databaseLogBytesUsual {
                findings.append(
                    Finding(
                        .db, .warning,
                        "The write-ahead log beside it has grown to \(SettingText.megabytes(inspection.logBytes)).",
                        why: "Something keeps an old snapshot open: a command that hangs, a copy of the file.",
                        fix: "sudo systemctl restart snug"))
            }
            let looked = observer == .server ? "" : ", every page is sound"
            return findings.or(
                .db, "\(database): \(SettingText.megabytes(inspection.bytes))\(looked).")
        } catch {
            return [
                Finding(
                    .db, .error, "\(database) cannot be read: \(error).", why: "Nothing works without it.",
                    fix: restore)
            ]
        }
    }
}
