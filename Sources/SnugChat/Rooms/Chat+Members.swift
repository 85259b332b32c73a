/// Members: joining, adding, leaving, removing, and notification levels.
extension Chat {
    /// Adds a user to a room, or the caller themselves.
    ///
    /// A new member sees the whole history and has read it. Adding a member again changes nothing.
    /// - Returns: the membership, new or as it was.
    /// - Throws: ``Refusal/notFound(_:)``, ``Refusal/forbidden(_:)``, ``Refusal/notAMember``, ``Refusal/invalid(_:)``,
    ///   ``Refusal/tooManyRooms``, ``Refusal/tooManyRoomsByOne``, ``Refusal/rateLimited(retryAfter:)``
    public func addMember(_ user: User.ID, to room: Room.ID, by caller: Caller) async throws -> NamedMember {
        let now = clock.now
        return try await act(by: caller) { store, caller in
            try permit(user == caller.userID ? .join : .add, in: room, to: caller, store: store)
            guard let person = try store.user(user), person.deactivatedAt == nil else {
                throw Refusal.invalid("user_id", "There is nobody with this id.")
            }
            if try store.member(user, of: room) == nil {
                let maker = try store.room(room)?.createdBy ?? caller.userID
                try checkRooms(of: [user], madeBy: maker, for: caller, in: store)
                try takeActs(by: caller, in: store, at: now)
                try enter(user, room, by: caller.userID, in: store, at: now)
            }
            guard let member = try store.member(user, of: room) else { throw Refusal.notFound(.room) }
            return NamedMember(
                member: member.seen(by: caller.userID), name: person.name, picture: person.picture)
        }
    }

    /// Removes a user from a room, or lets the caller leave.
    ///
    /// An owner who goes hands the room to the member who joined first, of those in use who have ever come in.
    /// - Throws: ``Refusal/notFound(_:)``, ``Refusal/forbidden(_:)``, ``Refusal/notAMember``
    public func removeMember(_ user: User.ID, from room: Room.ID, by caller: Caller) async throws {
        try await act(by: caller) { store, caller in
            try permit(user == caller.userID ? .leave : .remove, in: room, to: caller, store: store)
            guard let member = try store.member(user, of: room) else { throw Refusal.notFound(.user) }
            try takeOut(member, by: caller.userID, in: store)
        }
    }

    /// Takes someone out of a room, and announces it to them and to the others; an owner hands it on.
    /// - Parameter by: the user who does it, who may be the member.
    func takeOut(_ member: Member, by remover: User.ID, in store: any StoreWriter) throws {
        let (user, room) = (member.userID, member.roomID)
        let isOwnWish = user == remover
        try store.removeMember(user, from: room)
        store.announce(
            .left(
                user,
                Departure(
                    from: room, isOwnWish ? .left : .removed, by: isOwnWish ? nil : remover,
                    name: try store.room(room)?.name ?? "")))
        try announceMember(user, of: room, as: member.role, .left, by: remover, in: store)
        if member.role == .owner, let heir = try store.heir(of: room) {
            try set(.owner, of: heir, in: room, store)
        }
    }

    /// Hands on the rooms of an owner whose account is out of use from now on, and who stays in them.
    func handOnRooms(of user: User.ID, in store: any StoreWriter) throws {
        for room in try store.subscriptions(of: user).map(\.roomID)
        where try store.member(user, of: room)?.role == .owner {
            try set(.member, of: user, in: room, store)
            if let heir = try store.heir(of: room) { try set(.owner, of: heir, in: room, store) }
        }
    }

    /// Makes someone who comes in, for the first time or back into use, the owner of those of their rooms that have none.
    func takeUpRooms(of user: User.ID, in store: any StoreWriter) throws {
        for room in try store.subscriptions(of: user).map(\.roomID) where try lacksOwner(room, in: store) {
            try set(.owner, of: user, in: room, store)
        }
    }

    /// Returns true for a room without the owner that it should have.
    ///
    /// The room that welcomes belongs to the administrators: who comes into it is a stranger.
    private func lacksOwner(_ id: Room.ID, in store: any StoreReader) throws -> Bool {
        guard let room = try store.room(id), room.kind != .direct, !room.welcomes else { return false }
        return try !store.hasOwner(id)
    }

    private func set(_ role: Member.Role, of user: User.ID, in room: Room.ID, _ store: any StoreWriter) throws {
        try store.setRole(role, of: user, in: room)
        try announceMember(user, of: room, as: role, .otherRole, in: store)
    }

    /// Puts a room at the top of the caller's list, or back among the others, for the caller alone.
    /// - Throws: ``Refusal/tooManyPinned``, ``Refusal/notFound(_:)``, ``Refusal/notAMember``,
    ///   ``Refusal/rateLimited(retryAfter:)``
    public func setPinned(_ isPinned: Bool, in room: Room.ID, by caller: Caller) async throws {
        let now = clock.now
        try await act(by: caller) { store, caller in
            let membership = try permit(.read, in: room, to: caller, store: store).membership
            guard membership?.isPinned != isPinned else { return }
            if isPinned, try store.roomsPinned(by: caller.userID) >= Limits.roomsPinnedMax {
                throw Refusal.tooManyPinned
            }
            try takeOwnWrite(by: caller, in: store, at: now)
            try store.setPinned(isPinned, of: caller.userID, in: room)
            try announceSummary(of: room, to: caller.userID, in: store)
        }
    }

    /// Sets what the caller wants to be notified of in a room.
    /// - Parameter until: the moment from which on it is again what it was without an end, at most
    ///   ``Limits/notifyUntilMax`` ahead; nil for good.
    /// - Throws: ``Refusal/invalid(_:)``, ``Refusal/notFound(_:)``, ``Refusal/notAMember``,
    ///   ``Refusal/rateLimited(retryAfter:)``
    public func setNotify(
        _ notify: Member.Notify,
        until: Timestamp? = nil,
        in room: Room.ID,
        by caller: Caller
    ) async throws {
        let now = clock.now
        if let until, until <= now || until > now + Limits.notifyUntilMax {
            let days = Limits.notifyUntilMax.components.seconds / 86_400
            throw Refusal.invalid("until", "It is a moment to come, within \(days) days.")
        }
        try await act(by: caller) { store, caller in
            let before = try permit(.read, in: room, to: caller, store: store).membership?.holding(at: now)
            try takeOwnWrite(by: caller, in: store, at: now)
            let until = notify == .everything ? nil : until
            let after = until == nil ? nil : before?.notifyAfter ?? before?.notify
            try store.setNotify(notify, until: until, then: after, of: caller.userID, in: room)
            try announceSummary(of: room, to: caller.userID, in: store)
        }
    }

    /// Announces to a member how a room now stands in their list.
    private func announceSummary(of room: Room.ID, to user: User.ID, in store: any StoreWriter) throws {
        guard let summary = try summary(of: room, for: user, in: store) else { return }
        store.announce(.summaryChanged(room, summaries: [user: summary]))
    }

    /// Adds a user who is not in the room, with everything read, and announces it to them and to the others; a room
    /// without an owner is theirs.
    /// - Parameter adder: the user who adds them, who may be themselves; nil for an invite.
    func enter(
        _ user: User.ID,
        _ room: Room.ID,
        by adder: User.ID? = nil,
        in store: any StoreWriter,
        at now: Timestamp
    ) throws {
        let role: Member.Role = try lacksOwner(room, in: store) ? .owner : .member
        let lastSeq = try store.room(room)?.lastSeq ?? 0
        try store.addMember(user, to: room, role: role, readSeq: lastSeq, at: now)
        try announceJoined(user, room, in: store)
        try announceMember(user, of: room, as: role, .came, by: adder, in: store)
    }

    /// Announces to the others in a room that someone came into it, left it or has another role there.
    ///
    /// A room that is made with its members needs none of it: each of them is shown the room with all others in it.
    /// - Parameter doer: the user who added or removed them, who may be themselves; nil for nobody.
    func announceMember(
        _ user: User.ID,
        of room: Room.ID,
        as role: Member.Role,
        _ change: MemberChange,
        by doer: User.ID? = nil,
        in store: any StoreWriter
    ) throws {
        guard let person = try store.user(user) else { return }
        store.announce(.memberChanged(room, person, role, change, by: doer == user ? nil : doer))
    }

    /// Announces that a user is in a room, with the room as they see it.
    func announceJoined(_ user: User.ID, _ room: Room.ID, in store: any StoreWriter) throws {
        guard let summary = try summary(of: room, for: user, in: store) else { return }
        store.announce(.joined(user, summary))
    }
}
