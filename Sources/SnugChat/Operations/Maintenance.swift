/// The work of the server's own timers: hourly sweeps, nightly backups, changes made by other processes.
///
/// Made by ``ChatServices`` alone, so that no route can reach it.
public struct Maintenance: Sendable {
    let chat: Chat
    /// The name of this process in its claims; nil where no other serves the store.
    let claimant: String?
    /// The name of this node; nil where no other serves the store.
    let node: String?

    private var store: any Store { chat.store }

    /// Removes rows that are of no use any more: codes, registrations, sessions, challenges, throttles and audit
    /// entries long past.
    public func sweep() async throws {
        let now = chat.clock.now
        try await store.write { try $0.sweep(SweepLimits(at: now)) }
        // A clock that was ahead may have dated them.
        let waiting = now - Limits.attachmentUnclaimedFor...now + Limits.clockStepMax
        while try await removeUnclaimedFiles(wholeOutside: waiting) {
            if Task.isCancelled { return }
        }
    }

    private func removeUnclaimedFiles(wholeOutside time: ClosedRange<Timestamp>) async throws -> Bool {
        try await store.write { store in
            let wasAny = try store.removeUnclaimedAttachments(
                of: nil, wholeOutside: time, limit: Limits.attachmentsRemovedAtOnce)
            if wasAny { store.announce(.attachmentsRemoved) }
            return wasAny
        }
    }

    /// Removes the uploads that were under way when this server ended, before any begins, and those of other nodes that
    /// are long past.
    public func removeUnfinishedFiles() async throws {
        let past = chat.clock.now - Limits.uploadWithin
        try await store.write { try $0.removeUnfinishedAttachments(begunBefore: past) }
    }

    /// The number of files that are on their way in.
    public var uploadsUnderWay: Int { chat.uploads.count }

    /// Returns the bytes of all files, those of removed ones until they are given back.
    public func fileBytes() async throws -> Int64 { try await store.read { try $0.attachmentBytes(of: nil) } }

    /// An element whenever uploads ended that could not be taken away then, for one reader.
    public var abandonedUploads: AsyncStream<Void> { chat.abandonedUploads.additions }

    /// Takes away the uploads that ended early and could not be taken away then.
    public func removeAbandonedUploads() async throws {
        try await chat.abandonedUploads.takeAway { try await chat.remove($0) }
    }

    /// An element whenever uploads were refused because the write-ahead log is too long, for one reader.
    public var longLogs: AsyncStream<Void> { chat.longLogs.stream }

    /// Folds the write-ahead log into the store, where nobody reads it any more.
    public func foldLog() async throws { try await store.foldLog() }

    /// Removes a piece of the bytes of removed files, one transaction long; once there are none, gives their room back to
    /// the disk.
    /// - Returns: false once there is nothing left to do.
    public func removeFilesPiece() async throws -> Bool {
        let (hasTrash, free) = try await store.read { (try $0.hasAttachmentTrash(), try $0.freePages()) }
        if hasTrash {
            let chunks = Limits.chunksRemovedAtOnce
            return try await doPiece(of: .files, writing: chunks * Int(Limits.attachmentChunkBytes)) {
                try $0.removeAttachmentTrash(chunks: chunks)
            }
        }
        guard free > Limits.freePagesKept else { return false }
        return try await doPiece(of: .files, writing: Limits.commitBatchBytesMax) {
            try $0.freePages(limit: min(Limits.pagesFreedAtOnce, free - Limits.freePagesKept))
        }
    }

    /// Removes a piece of what is left of deleted rooms, one transaction long.
    /// - Returns: false once there is nothing left.
    public func removeDeletedPiece() async throws -> Bool {
        try await doPiece(of: .deletions) { try $0.removeDeletedMessages(limit: Limits.deletedMessagesAtOnce) }
    }

    /// Removes calls by name beyond the newest ``Limits/mentionsKeptMax`` of each person in each room, piece by piece.
    public func removeSurplusMentions() async throws {
        let kept = Limits.mentionsKeptMax
        while true {
            let lists = try await store.read {
                try $0.mentionLists(longerThan: kept, limit: Limits.mentionListsAtOnce)
            }
            for list in lists {
                while try await store.write({
                    try $0.removeMentions(of: list, downTo: kept, limit: Limits.mentionsRemovedAtOnce)
                }) {
                    if Task.isCancelled { return }
                }
            }
            if lists.count < Limits.mentionListsAtOnce { return }
        }
    }

    // Backups

    /// Returns the outcome of the backups so far.
    public func backupRecord() async throws -> BackupRecord { try await store.backupRecord() }

    /// Notes that from now on a night without a backup counts as missed.
    public func noteBackupsBegin() async throws {
        let now = chat.clock.now
        try await store.write { try $0.setSetting(SettingName.backupTry, to: "\(now.rawValue)") }
    }

    /// Notes a good backup, which ends a failure noted before.
    public func noteBackup(at time: Timestamp) async throws {
        try await store.write { store in
            try store.setSetting(SettingName.backup, to: "\(time.rawValue)")
            try store.setSetting(SettingName.backupTry, to: "\(time.rawValue)")
            try store.setSetting(SettingName.backupFailure, to: nil)
            try store.setSetting(SettingName.backupNode, to: node)
        }
    }

    /// Notes the reason why a backup failed, and mails it to the owners, once a day at most.
    public func noteBackupFailure(_ reason: String, at time: Timestamp) async throws {
        let site = chat.policy
        try await store.write { store in
            try store.setSetting(SettingName.backupTry, to: "\(time.rawValue)")
            try store.setSetting(SettingName.backupFailure, to: reason)
            guard try chat.couldTake(.backupFailures, "", in: store, at: time) else { return }
            for owner in try store.owners() {
                try chat.queue(.backupFailed(owner, because: reason, site: site), in: store, at: time)
            }
        }
    }

    // Other processes on the same file

    /// Returns a number that changes whenever another process has written to the store.
    public func outsideChanges() async throws -> Int64 { try await store.outsideChanges() }

    /// Returns the newest entry of the audit trail.
    public func newestAudit() async throws -> AuditEntry.ID {
        try await store.read { try $0.audit(before: nil, limit: 1).first?.id ?? AuditEntry.ID(0) }
    }

    /// Returns the events of people whose name or account commands have changed since an entry of the audit trail, or
    /// whom they have added.
    ///
    /// The store did not publish them because another process made the changes; it noted each there.
    /// - Returns: the events, and the newest entry.
    public func changesOfPeople(since last: AuditEntry.ID) async throws -> (events: [Event], newest: AuditEntry.ID) {
        let acts: Set<AuditEntry.Act> = [.userRenamed, .userDeactivated, .userReactivated, .emailChanged]
        return try await store.read { store in
            let entries = try store.audit(before: nil, limit: Limits.auditPageMax).prefix { $0.id > last }
            let changed = Set(entries.filter { $0.actor == nil && acts.contains($0.act) }.compactMap(\.user))
            let changes = try changed.compactMap { id -> Event? in
                guard let user = try store.user(id) else { return nil }
                return .userChanged(user, rooms: try store.subscriptions(of: id).map(\.roomID))
            }
            // A registration is noted without an actor as well; its events were published.
            let added = entries.filter { $0.actor == nil && $0.act == .userAdded && Role(rawValue: $0.detail) != nil }
            let events = try changes + added.compactMap(\.user).flatMap { try arrivals(of: $0, in: store) }
            return (events, entries.first?.id ?? last)
        }
    }

    /// Returns the reason why a caller's session is over.
    private func end(of caller: Caller, in store: any StoreReader, at now: Timestamp) throws -> SessionEnd {
        let user = try store.user(caller.userID)
        if user?.closedAt != nil { return .closed }
        if user?.deactivatedAt != nil { return .deactivated }
        return caller.expiresAt <= now ? .expired : .ended
    }

    /// Returns the events of someone's coming into the rooms that they are in.
    private func arrivals(of id: User.ID, in store: any StoreReader) throws -> [Event] {
        guard let user = try store.user(id) else { return [] }
        return try store.subscriptions(of: id).map { .memberChanged($0.roomID, user, .member, .came, by: nil) }
    }

    /// Returns the events that the store did not publish because another process made the changes.
    ///
    /// They end the sessions of `callers` that are over, and set the roles that are others by now.
    public func changes(of callers: [Caller]) async throws -> [Event] {
        let now = chat.clock.now
        return try await store.read { store in
            try callers.flatMap { caller -> [Event] in
                let current = try chat.caller(caller.userID, by: caller.sessionID, in: store, at: now)
                guard let current else {
                    return [.sessionEnded(caller.sessionID, try end(of: caller, in: store, at: now))]
                }
                guard current.role != caller.role, let user = try store.user(caller.userID) else { return [] }
                return [.roleChanged(caller.userID, current.role), .userChanged(user, rooms: [])]
            }
        }
    }
}
