/// An administrator's permission for its bearers to make an account.
public struct Invite: Sendable, Hashable {
    public typealias ID = Identifier<Invite>
    public var id: ID
    /// The purpose, in its maker's words.
    public var name: String
    public var createdBy: User.ID
    public var createdAt: Timestamp
    public var expiresAt: Timestamp
    public var usesMax: Int
    public var uses: Int
    /// The rooms that a new account is put into.
    public var rooms: [Room.ID]
    /// True for the one that is always there, until another takes its place.
    public var isStanding: Bool

    public init(
        id: ID,
        name: String,
        createdBy: User.ID,
        createdAt: Timestamp,
        expiresAt: Timestamp,
        usesMax: Int,
        uses: Int,
        rooms: [Room.ID],
        isStanding: Bool = false
    ) {
        self.id = id
        self.name = name
        self.createdBy = createdBy
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.usesMax = usesMax
        self.uses = uses
        self.rooms = rooms
        self.isStanding = isStanding
    }

    /// The name of the standing invite in the audit trail.
    static let standingName = "standing"

    /// The name under which the audit trail knows it.
    var nameInTrail: String { isStanding ? Self.standingName : name }

    /// Returns true if the invite can still be used.
    func isOpen(at now: Timestamp) -> Bool {
        expiresAt.isPending(at: now, within: Limits.inviteLifetimeMax) && uses < usesMax
    }
}

/// An invite with what its bearer needs.
public struct IssuedInvite: Sendable, Hashable {
    public var invite: Invite
    public var token: String
    /// The page where it is redeemed.
    public var url: String
}

/// An invite as administrators see it among others.
public struct ListedInvite: Sendable, Hashable {
    public var invite: Invite
    /// The invite with its link; nil where that is not for whoever looks.
    public var issued: IssuedInvite?

    public init(invite: Invite, issued: IssuedInvite?) {
        self.invite = invite
        self.issued = issued
    }
}

/// An invite as its bearer sees it.
public struct Invitation: Sendable, Hashable {
    /// The purpose, in its maker's words.
    public var name: String
    /// The maker's name.
    public var invitedBy: String
    /// The names of the rooms that a new account is put into.
    public var rooms: [String]
    public var expiresAt: Timestamp
    /// True where registering takes a mailed code.
    public var needsCode: Bool
}

/// An invite as an administrator asks for it.
public struct NewInvite: Sendable, Hashable {
    public var name: String
    public var lifetime: Duration
    public var uses: Int
    public var rooms: [Room.ID]

    /// Creates a request; nil takes the default: ``Limits/inviteLifetime``, one use, no name.
    public init(name: String? = nil, lifetime: Duration? = nil, uses: Int? = nil, rooms: [Room.ID] = []) {
        self.name = name ?? ""
        self.lifetime = lifetime ?? Limits.inviteLifetime
        self.uses = uses ?? 1
        self.rooms = rooms
    }

    /// The request for the standing invite.
    static let standing = NewInvite(lifetime: Limits.standingInviteLifetime, uses: Limits.inviteUsesMax)

    /// Checks every field.
    /// - Throws: ``Refusal/invalid(_:)`` with every field that is not acceptable.
    func check() throws(Refusal) {
        var check = FieldCheck()
        if name.unicodeScalars.count > Limits.nameCharactersMax || name.hasControlCharacter {
            check.refuse("name", "A name is one line of at most \(Limits.nameCharactersMax) characters.")
        }
        if lifetime <= .zero || lifetime > Limits.inviteLifetimeMax {
            check.refuse(
                "expires_in", "An invite lasts at most \(Limits.inviteLifetimeMax.components.seconds) seconds.")
        }
        if !(1...Limits.inviteUsesMax).contains(uses) {
            check.refuse("uses", "An invite is good for 1 to \(Limits.inviteUsesMax) people.")
        }
        if rooms.count > Limits.membersAtOnceMax { check.refuse("room_ids", "These are too many rooms.") }
        try check.finish()
    }
}
