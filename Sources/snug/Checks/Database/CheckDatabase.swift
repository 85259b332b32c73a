import SnugChat
import SnugStore

extension Checks {
    /// Checks the database.
    func db() async -> [Finding] {
        switch open {
        case .file(let store): await file(store)
        case .postgres(let store): await postgres(store)
        case nil: []
        }
    }

    /// Checks that the database file is sound and its write-ahead log checkpointed.
    private func file(_ file: SQLiteStore) async -> [Finding] {
        let restore = mends.restore(settings.backups.folder.newestProven(at: now))
        do {
            let inspection = try await file.inspect(isDeep: !isServer, monitor: monitor)
            var findings = inspection.damage.prefix(3).map { complaint in
                Finding(
                    .dbDamaged, .error, "\(database) is damaged: \(complaint.trimmed).",
                    why: "Messages can get lost; every further write can make it worse.", fix: restore)
            }
            if inspection.logBytes > Limits.databaseLogBytesUsual {
                findings.append(
                    Finding(
                        .dbLog, .warning,
                        "The write-ahead log beside it has grown to \(SettingText.megabytes(inspection.logBytes)).",
                        why: "Something keeps an old snapshot open: a command that hangs, a copy of the file.",
                        fix: mends.service == nil ? "Stop the server, and start it again." : Mends.restart))
            }
            if let missing = inspection.missingInIndex {
                findings.append(
                    Finding(
                        .dbSearch, .warning, "The search lacks messages, such as number \(missing).",
                        why: "What was said there is not found.",
                        // The server looks when it starts, and makes the index anew.
                        fix: mends.service == nil ? "Stop the server, and start it again." : Mends.restart))
            }
            findings += await lock()
            if let stranger = Finding.wrongOwner(of: database, backups: settings.backups.folder.path, mends) {
                findings.append(stranger)
            }
            let looked = isServer ? "" : ", every page is sound"
            return findings.or(
                .db, "\(database): \(SettingText.megabytes(inspection.bytes))\(looked).")
        } catch {
            return [
                Finding(
                    .dbDamaged, .error, "\(database) cannot be read: \(error).", why: "Nothing works without it.",
                    fix: restore)
            ]
        }
    }

    /// Checks that another can write: a program that began to and does not end keeps everyone from it.
    private func lock() async -> [Finding] {
        do {
            try await store.write { _ in }
            return []
        } catch let fault as StoreFault where fault.kind == .locked {
            let holder = RunningServer.writer(of: database)
            return [
                Finding(
                    .dbLocked, .error,
                    "\(holder ?? "Another program") keeps everyone else from writing to \(database).",
                    why: "Nothing can be sent until it lets go.",
                    fix: holder.flatMap { $0.firstMatch(of: /\(process (\d+)\)$/)?.1 }.map { "sudo kill \($0)" }
                        ?? "sudo fuser -v \(database.shellWord)")
            ]
        } catch {
            return []
        }
    }
}
