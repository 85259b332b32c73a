/// The audit trail: written with each act, read by administrators.
extension Chat {
    /// Returns a page of the audit trail, newest first, for administrators.
    /// - Parameter before: the id before which the page begins; nil for the newest.
    /// - Throws: ``Refusal/forbidden(_:)``
    public func audit(before: AuditEntry.ID?, limit: Int, for caller: Caller) async throws -> Page<AuditEntry> {
        try Permissions.requireAdministrator(caller)
        return try await store.read { store in
            try Page(limit: limit, max: Limits.auditPageMax) { try store.audit(before: before, limit: $0) }
        }
    }

    /// Notes an act of a signed-in caller, in the transaction of the act.
    func note(
        _ act: AuditEntry.Act,
        by caller: Caller,
        to user: User.ID? = nil,
        from device: Device,
        detail: String = "",
        in store: any StoreWriter,
        at now: Timestamp
    ) throws {
        try store.addAudit(
            act, actor: caller.userID, user: user, address: device.address, detail: detail, at: now)
    }

    /// Notes an act without a signed-in caller: a sign-in itself, or a command on the server.
    func note(
        _ act: AuditEntry.Act,
        to user: User.ID? = nil,
        from device: Device? = nil,
        detail: String = "",
        in store: any StoreWriter,
        at now: Timestamp
    ) throws {
        try store.addAudit(act, actor: nil, user: user, address: device?.address ?? "", detail: detail, at: now)
    }
}
