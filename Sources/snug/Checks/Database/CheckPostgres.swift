import SnugChat
import SnugIdentity
import SnugPostgres

extension Checks {
    /// Checks that a database in PostgreSQL answers, keeps what is acknowledged, and tells nodes of one another.
    func postgres(_ store: PostgresStore) async -> [Finding] {
        do {
            let inspection = try await store.inspect(isDeep: !isServer, by: SystemClock())
            var findings = Self.findings(of: inspection) + damage(of: inspection)
            // The server itself would not be there.
            if !isServer { findings = self.findings(ofHearing: store) + findings }
            return findings.or(.db, "\(database): \(Self.words(for: inspection)).")
        } catch {
            let fault = error as? StoreFault ?? StoreFault(.failed, "\(error)")
            return [
                Finding(
                    .dbUnusable, .error, "\(database) cannot be read: \(fault).", why: "Nothing works without it.",
                    fix: mends.database(after: fault))
            ]
        }
    }

    /// Judges what an inspection found.
    static func findings(of inspection: PostgresInspection) -> [Finding] {
        durability(of: inspection) + standbys(of: inspection) + clock(of: inspection)
    }

    private func findings(ofHearing store: PostgresStore) -> [Finding] {
        do throws(PostgresFault) {
            try store.hearOfOthers()
            return []
        } catch {
            return [
                Finding(
                    [.pooled, .deaf].contains(error.reason) ? .dbPooler : .dbUnusable, .error, "\(error)",
                    why: "Servers on one database do not hear of one another's messages, and do not start.",
                    fix: mends.database(after: error))
            ]
        }
    }

    private func damage(of inspection: PostgresInspection) -> [Finding] {
        guard let file = inspection.brokenFile else { return [] }
        return [
            Finding(
                .dbDamaged, .error, "\(database) is damaged: file \(file) lacks some of its bytes.",
                why: "It cannot be fetched whole, and no backup can be made.",
                fix: mends.note("A sound one is restored into an empty database", on: "sudo snug backup list"))
        ]
    }

    private static func durability(of inspection: PostgresInspection) -> [Finding] {
        var findings: [Finding] = []
        if let setting = inspection.switchedOff.first {
            findings.append(
                Finding(
                    .dbUnsafe, .error, "PostgreSQL runs with \(setting) = off.",
                    why: "A power cut takes messages that were acknowledged, or the whole database.",
                    fix: change(setting, to: "on", in: inspection)))
        }
        if !inspection.awaited.isEmpty, ["local", "remote_write"].contains(inspection.synchronousCommit) {
            findings.append(
                Finding(
                    .dbUnsafe, .warning,
                    "Commits wait for no standby's disk: synchronous_commit = \(inspection.synchronousCommit).",
                    why: "When the first machine fails, messages that were acknowledged are lost with it.",
                    fix: change("synchronous_commit", to: "on", in: inspection)))
        }
        if inspection.awaited.isEmpty, !inspection.standbys.isEmpty {
            findings.append(
                Finding(
                    .dbUnsafe, .warning, "Commits do not wait for a standby: synchronous_standby_names is empty.",
                    why: "When the first machine fails, messages that were acknowledged are lost with it.",
                    fix: change("synchronous_standby_names", to: "ANY 1 (*)", in: inspection)))
        }
        return findings
    }

    private static func standbys(of inspection: PostgresInspection) -> [Finding] {
        let standbys = inspection.standbys
        if !inspection.awaited.isEmpty, !standbys.contains(where: { $0.isAwaited != false }) {
            return [
                Finding(
                    .dbStandby, .error,
                    "Commits wait for a standby (synchronous_standby_names = \(inspection.awaited)), and none is there.",
                    why: "Nothing can be sent until one comes back.",
                    fix: change("synchronous_standby_names", to: "", in: inspection, or: "start a standby"))
            ]
        }
        if standbys.contains(where: { $0.isAwaited == nil }) {
            return [
                Finding(
                    .dbUnseen, .warning, "The role \(inspection.role) may not see how standbys are doing.",
                    why: "One that nothing waits for, or that is far behind, is not found.",
                    fix: asPostgres("-c 'GRANT pg_monitor TO \(inspection.role)'", in: inspection))
            ]
        }
        return standbys.filter { $0.bytesBehind ?? 0 > Limits.standbyBehindBytesMax }.map { standby in
            Finding(
                .dbStandby, .warning,
                "The standby \(standby.name) is \(SettingText.megabytes(Int(standby.bytesBehind ?? 0))) behind.",
                why: "Should it take over now, it would have to catch up first, or be without the latest messages.",
                fix: asPostgres("-x -c 'SELECT * FROM pg_stat_replication'", in: inspection))
        }
    }

    private static func clock(of inspection: PostgresInspection) -> [Finding] {
        let (ahead, behind) = (inspection.clockAhead, .zero - inspection.clockAhead)
        guard max(ahead, behind) > Limits.nodeClocksApartMax else { return [] }
        let difference = "\(max(ahead, behind).components.seconds) s \(ahead > .zero ? "ahead of" : "behind")"
        return [
            Finding(
                .dbClock, .warning, "PostgreSQL's clock is \(difference) this machine's.",
                why: "Servers on one database tell by their clocks what is over: codes, sessions, who does which work.",
                fix: "sudo timedatectl set-ntp true")
        ]
    }

    private static func change(
        _ setting: String, to value: String, in inspection: PostgresInspection, or other: String? = nil
    ) -> String {
        let words = "-c \"ALTER SYSTEM SET \(setting) = '\(value)'\" -c 'SELECT pg_reload_conf()'"
        return asPostgres(words, in: inspection, or: other)
    }

    /// Returns a command of PostgreSQL's administrator, with the machine where it is typed unless that is this one.
    /// - Parameter other: what may be done in its place.
    private static func asPostgres(
        _ words: String, in inspection: PostgresInspection, or other: String? = nil
    ) -> String {
        let notes = [inspection.machine.map { "on \($0)" }, other.map { "or \($0)" }].compactMap(\.self)
        return "sudo -u postgres psql \(words)" + (notes.isEmpty ? "" : "  # \(notes.joined(separator: ", "))")
    }

    private static func words(for inspection: PostgresInspection) -> String {
        let standbys = inspection.standbys
        let awaited = standbys.count { $0.isAwaited == true }
        let others =
            switch standbys.count {
            case 0: "no standby"
            case 1: "one standby" + (awaited > 0 ? ", which commits wait for" : "")
            default: "\(standbys.count) standbys" + (awaited > 0 ? ", \(awaited) of which commits wait for" : "")
            }
        let older =
            inspection.oldestBinary < inspection.schema
            ? ", which Snug works with from schema \(inspection.oldestBinary) on" : ""
        let machine = inspection.machine.map { " at \($0)" } ?? ""
        return "PostgreSQL \(inspection.version)\(machine), \(SettingText.megabytes(Int(inspection.bytes))), "
            + "schema \(inspection.schema)\(older), \(others)"
    }
}
