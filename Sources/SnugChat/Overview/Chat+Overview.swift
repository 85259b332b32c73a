import Synchronization

/// The overview, which is cheap to ask for: a few counts, and figures that were counted before.
extension Chat {
    /// Returns the server at a glance, at most ``Limits/overviewStandsFor`` old.
    /// - Throws: ``Refusal/forbidden(_:)``, ``StoreFault``
    public func overview(
        of gauge: any DiskGauge,
        _ archive: any BackupArchive,
        _ inspector: any Inspector,
        for caller: Caller
    ) async throws -> Overview {
        try Permissions.requireAdministrator(caller)
        let now = clock.now
        if let overview = lastOverview.value(at: now) { return overview }
        let today = Day(of: now)
        let since = today - (Limits.overviewDays - 1)
        let (figures, counts, filesBytes) = try await store.read { store in
            let counted = try store.dailyFigures(since: since)
            let rest = try store.uncountedFigures(since: since, limit: Limits.figuresUncountedMax)
            return (counted.adding(rest), try store.counts(), try store.attachmentBytes(of: nil))
        }
        let disk = await gauge.use()
        let growth = figures.filter { $0.day > today - Limits.growthDaysMax }.growth
        let overview = Overview(
            days: figures.each(of: Limits.overviewDays, upTo: today), counts: counts, filesBytes: filesBytes,
            filesBytesMax: policy.storage, disk: disk,
            daysLeft: growth.flatMap { disk?.daysLeft(at: $0) }, hasRelay: policy.sendsMail,
            backup: await Self.newestBackup(in: archive),
            findings: await inspector.latestFindings().map { FindingCounts($0.findings, checkedAt: $0.checkedAt) })
        lastOverview.keep(overview, at: now)
        return overview
    }

    /// Returns the newest backup that is proven, or the newest of all; nil where there is none, or the folder cannot be
    /// read, which the findings tell.
    private static func newestBackup(in archive: any BackupArchive) async -> BackupCopy? {
        guard let copies = try? await archive.backups() else { return nil }
        return copies.first { $0.messages != nil } ?? copies.first
    }
}

/// The overview that was made last.
final class LastOverview: Sendable {
    private let kept = Mutex<(overview: Overview, at: Timestamp)?>(nil)

    /// Returns it while it stands.
    func value(at now: Timestamp) -> Overview? {
        kept.withLock { kept in
            guard let kept, now >= kept.at, now < kept.at + Limits.overviewStandsFor else { return nil }
            return kept.overview
        }
    }

    func keep(_ overview: Overview, at now: Timestamp) { kept.withLock { $0 = (overview, now) } }
}
