/// Something that whoever runs the server may have to explain one day.
public struct AuditEntry: Sendable, Hashable {
    public typealias ID = Identifier<AuditEntry>
    public var id: ID
    public var at: Timestamp
    public var act: Act
    /// Who did it; nil for the administrator's commands on the server itself.
    public var actor: User.ID?
    /// Whom it was done to, where that is someone else or nobody was signed in.
    public var user: User.ID?
    /// The network address it came from; empty for commands.
    public var address: String
    /// What else there is to say: a way of signing in, a role, a name. Never a secret, never what people wrote.
    public var detail: String

    public enum Act: String, Sendable, Hashable, CaseIterable {
        case setUp = "set_up"
        case signedIn = "signed_in"
        case signedOut = "signed_out"
        case passwordChanged = "password_changed"
        case passwordReset = "password_reset"
        case passkeyAdded = "passkey_added"
        case passkeyRemoved = "passkey_removed"
        case sessionEnded = "session_ended"
        case userAdded = "user_added"
        case roleChanged = "role_changed"
        case userDeactivated = "user_deactivated"
        case userReactivated = "user_reactivated"
        case loginLinkMade = "login_link_made"
        case inviteMade = "invite_made"
        case inviteRevoked = "invite_revoked"
        case roomDeleted = "room_deleted"
        case settingChanged = "setting_changed"
        case imported = "imported"
    }

    public init(id: ID, at: Timestamp, act: Act, actor: User.ID?, user: User.ID?, address: String, detail: String) {
        self.id = id
        self.at = at
        self.act = act
        self.actor = actor
        self.user = user
        self.address = address
        self.detail = detail
    }
}

extension Chat {
    /// Newest first.
    /// - Parameter before: only entries with a smaller id.
    public func audit(before: AuditEntry.ID?, limit: Int, for caller: Caller) async throws -> (
        entries: [AuditEntry], hasMore: Bool
    ) {
        try requireAdministrator(caller)
        let limit = min(max(limit, 1), Limits.auditPageMax)
        let found = try await store.read { try $0.audit(before: before, limit: limit + 1) }
        return (Array(found.prefix(limit)), found.count > limit)
    }

    /// Notes what someone signed in does.
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

    /// Notes what happens without anyone being signed in: a sign-in itself, or a command on the server.
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
