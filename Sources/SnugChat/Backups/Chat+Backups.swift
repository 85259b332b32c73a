/// Backups: seen and made by administrators, taken away by owners alone.
extension Chat {
    /// Returns the backups there are, newest first, the one that is being made, and the outcome of those so far.
    /// - Throws: ``Refusal/forbidden(_:)``, ``BackupFault``, ``StoreFault``
    public func backups(
        in archive: any BackupArchive,
        for caller: Caller
    ) async throws -> (copies: [BackupCopy], progress: BackupProgress?, record: BackupRecord) {
        try Permissions.requireAdministrator(caller)
        return (try await archive.backups(), await archive.progress(), try await store.backupRecord())
    }

    /// Makes a backup now.
    /// - Throws: ``Refusal/forbidden(_:)``, ``Refusal/busy`` while another is being made,
    ///   ``Refusal/rateLimited(retryAfter:)``, ``BackupFault``, ``StoreFault``
    public func takeBackup(
        in archive: any BackupArchive,
        by caller: Caller,
        from device: Device
    ) async throws -> BackupCopy {
        try Permissions.requireAdministrator(caller)
        let now = clock.now
        try await act(by: caller) { store, caller in
            try Permissions.requireAdministrator(caller)
            try take(.backupsAskedFor, "\(caller.userID.rawValue)", in: store, at: now)
        }
        let copy = try await archive.takeBackup()
        try await store.write { store in
            try note(.backupMade, by: caller, from: device, detail: copy.name, in: store, at: clock.now)
        }
        return copy
    }

    /// Opens a backup for an owner, to see whether they could take it away.
    ///
    /// It holds all that everyone wrote, and the keys that sign sessions: an old session, perhaps on a device that
    /// somebody found open, is not enough.
    /// - Throws: ``Refusal/forbidden(_:)``, ``Refusal/recentSignInRequired``, ``Refusal/notFound(_:)``, ``BackupFault``, ``StoreFault``
    public func openBackup(
        _ name: String,
        in archive: any BackupArchive,
        for caller: Caller
    ) async throws -> any OpenBackup {
        try Permissions.requireOwner(caller)
        try checkRecent(caller)
        guard let backup = try await archive.open(name) else { throw Refusal.notFound(.backup) }
        return backup
    }

    /// Counts and notes that an owner takes a backup away.
    /// - Throws: ``Refusal/forbidden(_:)``, ``Refusal/rateLimited(retryAfter:)``
    public func noteDownload(of name: String, by caller: Caller, from device: Device) async throws {
        try Permissions.requireOwner(caller)
        let now = clock.now
        try await act(by: caller) { store, caller in
            try Permissions.requireOwner(caller)
            try take(.backupDownloads, "\(caller.userID.rawValue)", in: store, at: now)
            try note(.backupDownloaded, by: caller, from: device, detail: name, in: store, at: now)
        }
    }

    /// Refuses whoever is no owner any more, or has been signed out, while they take a backup away.
    /// - Throws: ``Refusal/unauthenticated``, ``Refusal/forbidden(_:)``
    public func admitStillOwner(_ caller: Caller) async throws {
        let now = clock.now
        let still = try await store.read { try self.caller(caller.userID, by: caller.sessionID, in: $0, at: now) }
        guard let still else { throw Refusal.unauthenticated }
        try Permissions.requireOwner(still)
    }
}
