/// An entry of the audit trail: something that an administrator may have to explain one day.
public struct AuditEntry: Sendable, Hashable {
    public typealias ID = Identifier<AuditEntry>
    public var id: ID
    public var at: Timestamp
    public var act: Act
    /// The user who did it; nil for sign-ins themselves and for the administrator's commands on the server.
    public var actor: User.ID?
    /// The user it was done to, where that is someone else or nobody was signed in.
    public var user: User.ID?
    /// The network address it came from; empty for commands.
    public var address: String
    /// Further words on it: a way of signing in, a role, a name.
    ///
    /// Never a secret, never what people wrote.
    public var detail: String

    /// An act that is noted, under the name that is stored.
    public enum Act: String, Sendable, Hashable, CaseIterable {
        case setUp = "set_up"
        case signedIn = "signed_in"
        case signedOut = "signed_out"
        case passwordChanged = "password_changed"
        case passwordReset = "password_reset"
        case passkeyAdded = "passkey_added"
        case passkeyAddedByLink = "passkey_added_by_link"
        case passkeyRemoved = "passkey_removed"
        case sessionEnded = "session_ended"
        case userAdded = "user_added"
        case userRenamed = "user_renamed"
        case roleChanged = "role_changed"
        case userDeactivated = "user_deactivated"
        case userReactivated = "user_reactivated"
        case pictureRemoved = "picture_removed"
        case loginLinkMade = "login_link_made"
        case codeHandedOn = "code_handed_on"
        case emailChanged = "email_changed"
        case accountClosed = "account_closed"
        case inviteMade = "invite_made"
        case inviteMailed = "invite_mailed"
        case inviteRevoked = "invite_revoked"
        case roomWelcomes = "room_welcomes"
        case roomDeleted = "room_deleted"
        case settingChanged = "setting_changed"
        case settingsTried = "settings_tried"
        case backupMade = "backup_made"
        case backupDownloaded = "backup_downloaded"
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
