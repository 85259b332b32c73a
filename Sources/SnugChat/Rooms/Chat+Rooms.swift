/// Rooms: made, listed, renamed, deleted.
extension Chat {
    /// Returns the caller's room list, newest activity first.
    ///
    /// Its rooms and their order are those of the moment at which it was asked for; a room that the caller has left
    /// before it was read is left out.
    public func rooms(of caller: Caller) async throws -> Piece<RoomSummary> {
        let now = clock.now
        return try await store.read { store in
            var bytes = 0
            let all = try store.summaries(for: caller.userID).map { $0.holding(at: now) }
            let first = all.prefix { summary in
                defer { bytes += summary.bytesSent }
                return bytes < Limits.answerPieceBytes
            }
            // All were read, for the order, and unread calls counted in each; of the text in them, that of the first
            // ones counts here.
            let looked = all.reduce(0) { $0 + min(Int($1.unread), Limits.mentionsCountedMax) }
            countReading(rows: all.count + looked / Limits.unreadPerRow, bytes: bytes, by: caller)
            return rooms(Array(first), then: all.dropFirst(first.count).map(\.room.id), of: caller)
        }
    }

    private func rooms(_ read: [RoomSummary], then rest: [Room.ID], of caller: Caller) -> Piece<RoomSummary> {
        guard !rest.isEmpty else { return Piece(read) }
        return Piece(read) {
            try await store.read { store in
                try checkSession(of: caller, in: store)
                var (more, bytes, looked) = ([RoomSummary](), 0, 0)
                for id in rest where bytes < Limits.answerPieceBytes {
                    looked += 1
                    guard let summary = try summary(of: id, for: caller.userID, in: store), summary.membership != nil
                    else { continue }
                    more.append(summary)
                    bytes += summary.bytesSent
                }
                countReading(rows: more.count, bytes: bytes, by: caller)
                return rooms(more, then: Array(rest.dropFirst(looked)), of: caller)
            }
        }
    }

    /// Returns the open rooms that the caller could join, newest activity first.
    /// - Parameters:
    ///   - query: a part of the name, in any case; nil for all.
    ///   - limit: rooms at most, 1 to ``Limits/openRoomsMax``.
    public func openRooms(for caller: Caller, matching query: String?, limit: Int) async throws -> [Room] {
        let limit = Page<Room>.bounded(limit, max: Limits.openRoomsMax)
        countReading(rows: 0, bytes: Limits.searchBytes, by: caller)
        return try await store.read { try $0.openRooms(outside: caller.userID, matching: query, limit: limit) }
    }

    /// Returns a page of every room, ascending by id, for administrators.
    ///
    /// It tells neither what was said in a room nor who is in it.
    /// - Parameter after: the id after which the page begins; nil for the first.
    /// - Throws: ``Refusal/forbidden(_:)``
    public func everyRoom(after: Room.ID?, limit: Int, for caller: Caller) async throws -> Page<Room> {
        try Permissions.requireAdministrator(caller)
        return try await store.read { store in
            try Page(limit: limit, max: Limits.roomsPageMax) { try store.rooms(after: after, limit: $0) }
        }
    }

    /// Returns a room as the caller sees it, with everyone in it.
    /// - Throws: ``Refusal/notFound(_:)``
    public func room(_ id: Room.ID, for caller: Caller) async throws -> RoomDetail {
        try await store.read { store in
            try permit(.see, in: id, to: caller, store: store)
            return try detail(of: id, for: caller, in: store)
        }
    }

    /// Makes a room with the caller, its owner where it is not direct, and the others in it.
    ///
    /// A direct room is made once for each pair: asked for again it is returned, and a member who had left is back in
    /// it. It shows to the other once something was said there, or they asked for it themselves.
    ///
    /// People are looked up in a snapshot, before the writer's turn, as they can be many.
    /// - Returns: the room, and true where this call made it.
    /// - Throws: ``Refusal/invalid(_:)``, ``Refusal/tooManyRooms``, ``Refusal/tooManyRoomsByOne``,
    ///   ``Refusal/rateLimited(retryAfter:)``
    public func makeRoom(
        _ kind: Room.Kind,
        name: String?,
        with others: [User.ID],
        by caller: Caller
    ) async throws -> (room: RoomDetail, isNew: Bool) {
        var check = FieldCheck()
        let others = Set(others).subtracting([caller.userID])
        if others.count > Limits.membersAtOnceMax {
            check.refuse("member_ids", "At most \(Limits.membersAtOnceMax) people at once.")
        }
        var title = ""
        if kind != .direct {
            title = check.name(name ?? "", charactersMax: Limits.roomNameCharactersMax)
        } else if others.count != 1 {
            check.refuse("member_ids", "A direct room takes exactly one other person.")
        }
        try check.finish()

        let now = clock.now
        let name = title
        let everyone = [caller.userID] + others.sorted()
        // Each is looked up, and their rooms counted, before it is known if there will be a room.
        countReading(rows: 0, bytes: others.count * Limits.readPieceBytes, by: caller)
        try await store.read { store in
            for id in others.sorted() {
                guard let user = try store.user(id), user.deactivatedAt == nil else {
                    throw Refusal.invalid("member_ids", "There is nobody with the id \(id).")
                }
            }
            if kind == .direct, let other = others.first, try store.directRoom(of: caller.userID, other) != nil {
                return
            }
            try checkRooms(of: everyone, madeBy: caller.userID, for: caller, in: store)
        }
        let (id, isNew): (Room.ID, Bool) = try await act(by: caller) { store, caller in
            let other = kind == .direct ? others.first : nil
            if let other, let id = try store.directRoom(of: caller.userID, other) {
                try meetAgain(other, in: id, by: caller, store: store, at: now)
                return (id, false)
            }
            // For a crowd the snapshot's answer must do: it pays for being many, so that few can come at once.
            if others.count <= Limits.peoplePerAct {
                try checkRooms(of: everyone, madeBy: caller.userID, for: caller, in: store)
            }
            try takeActs(1 + others.count / Limits.peoplePerAct, by: caller, in: store, at: now)
            let made =
                if let other {
                    try store.addDirectRoom(of: caller.userID, other, createdBy: caller.userID, at: now)
                } else {
                    try store.addRoom(name: name, kind: kind, createdBy: caller.userID, at: now)
                }
            // The other made it just now: asked for again, it is there.
            guard let id = made else { throw Refusal.busy }
            // All are in before the first is announced, so that each is told of all.
            try store.addMember(
                caller.userID, to: id, role: kind == .direct ? .member : .owner, readSeq: 0, at: now)
            guard try store.addMembers(others.sorted(), to: id, at: now) == others.count else {
                throw Refusal.invalid("member_ids", "Someone of them is not here any more.")
            }
            if let other { try store.hideRoom(id, from: other) }
            try announceMade(id, by: caller.userID, with: everyone, in: store, at: now)
            return (id, true)
        }
        return (try await store.read { try detail(of: id, for: caller, in: $0) }, isNew)
    }

    /// Announces to everyone in a new room that they are; of a direct one to its maker alone.
    private func announceMade(
        _ id: Room.ID,
        by owner: User.ID,
        with everyone: [User.ID],
        in store: any StoreWriter,
        at now: Timestamp
    ) throws {
        guard let room = try store.room(id) else { return }
        if room.kind == .direct { return try announceJoined(owner, id, in: store) }
        for user in everyone {
            // Nobody has read or said anything there yet: what each sees need not be asked for.
            let member = Member(
                roomID: id, userID: user, role: user == owner ? .owner : .member, joinedAt: now, readSeq: 0)
            store.announce(.joined(user, RoomSummary(room: room, membership: member, lastMessage: nil)))
        }
    }

    /// Refuses to put people into another room where one of them would be in too many.
    ///
    /// Administrators may put them into as many rooms of one maker as they like.
    /// - Parameter maker: the user who makes the room, or made it.
    /// - Throws: ``Refusal/tooManyRooms``, ``Refusal/tooManyRoomsByOne``
    func checkRooms(
        of people: [User.ID],
        madeBy maker: User.ID,
        for caller: Caller,
        in store: any StoreReader
    ) throws {
        guard try !store.isAnyone(of: people, inRooms: Limits.roomsPerUserMax, madeBy: nil) else {
            throw Refusal.tooManyRooms
        }
        let others = people.filter { $0 != maker && $0 != caller.userID }
        guard
            try caller.role.isAdministrator
                || !store.isAnyone(of: others, inRooms: Limits.roomsByOneMax, madeBy: maker)
        else { throw Refusal.tooManyRoomsByOne }
    }

    /// Changes a room, all of it or nothing: its name, for its owner or an administrator, and for administrators if
    /// newcomers land there; its members are told.
    ///
    /// The room where they landed before is none any more. What is as it was changes nothing.
    /// - Throws: ``Refusal/invalid(_:)``, ``Refusal/notFound(_:)``, ``Refusal/forbidden(_:)``,
    ///   ``Refusal/rateLimited(retryAfter:)``
    public func changeRoom(
        _ id: Room.ID,
        _ change: RoomChange,
        by caller: Caller,
        from device: Device
    ) async throws -> RoomDetail {
        var check = FieldCheck()
        let name = change.name.map { check.name($0, charactersMax: Limits.roomNameCharactersMax) }
        try check.finish()
        let now = clock.now
        try await act(by: caller) { store, caller in
            let before = try permit(name == nil ? .see : .rename, in: id, to: caller, store: store).room
            var room = before
            room.name = name ?? before.name
            if let welcomes = change.welcomes {
                try Permissions.requireAdministrator(caller)
                guard room.kind == .open || !welcomes else {
                    throw Refusal.invalid("welcomes", "Newcomers land in an open room.")
                }
                room.welcomes = welcomes
            }
            guard room != before else { return }
            try takeActs(by: caller, in: store, at: now)
            if room.name != before.name { try store.renameRoom(id, to: room.name) }
            if room.welcomes != before.welcomes {
                try welcome(in: room, in: store)
                try note(
                    .roomWelcomes, by: caller, from: device, detail: room.welcomes ? "\(id)" : "", in: store, at: now)
            }
            store.announce(.renamed(room))
        }
        return try await store.read { try detail(of: id, for: caller, in: $0) }
    }

    /// Makes newcomers land in a room from now on, or nowhere, and tells the room where they landed before.
    private func welcome(in room: Room, in store: any StoreWriter) throws {
        let former = try store.welcomingRoom()
        try store.setWelcoming(room.welcomes ? room.id : nil)
        guard var former, former.id != room.id else { return }
        former.welcomes = false
        store.announce(.renamed(former))
    }

    /// Deletes a room with everything in it, for its owner or an administrator.
    ///
    /// Two people who have talked each leave their room, and nobody takes it from them. The room where newcomers land
    /// belongs to the administrators: strangers read its name.
    /// - Throws: ``Refusal/notFound(_:)``, ``Refusal/forbidden(_:)``
    public func deleteRoom(_ id: Room.ID, by caller: Caller, from device: Device) async throws {
        let now = clock.now
        try await act(by: caller) { store, caller in
            let room = try permit(.delete, in: id, to: caller, store: store).room
            try note(.roomDeleted, by: caller, from: device, detail: "\(id)", in: store, at: now)
            try store.deleteRoom(id)
            store.announce(.roomDeleted(Departure(from: id, .deleted, by: caller.userID, name: room.name)))
        }
    }

    /// Asks ``Permissions`` about the caller's own membership of the room.
    /// - Throws: its refusal; ``Refusal/notFound(_:)`` where there is no such room.
    @discardableResult
    func permit(
        _ act: Permissions.Act,
        in room: Room.ID,
        to caller: Caller,
        store: any StoreReader
    ) throws -> (room: Room, membership: Member?) {
        guard let found = try store.room(room) else { throw Refusal.notFound(.room) }
        let membership = try store.member(caller.userID, of: room)
        let isHeld =
            try act == .delete && found.kind == .direct && found.lastSeq > 0
            && store.members(of: room).contains { try store.user($0.member.userID)?.deactivatedAt == nil }
        if let refusal = Permissions.refusal(
            of: act, in: found.kind, membership: membership?.role, caller: caller.role, isHeld: isHeld,
            welcomes: found.welcomes)
        {
            throw refusal
        }
        return (found, membership)
    }

    /// Returns a room as the caller sees it, with everyone in it.
    /// - Throws: ``Refusal/notFound(_:)``
    func detail(of room: Room.ID, for caller: Caller, in store: any StoreReader) throws -> RoomDetail {
        guard let summary = try summary(of: room, for: caller.userID, in: store) else { throw Refusal.notFound(.room) }
        return RoomDetail(summary: summary, members: try members(of: room, after: nil, for: caller, in: store))
    }

    /// Reads the members after one, with the way to those after them.
    private func members(
        of room: Room.ID, after: Member?, for caller: Caller, in store: any StoreReader
    ) throws -> Piece<NamedMember> {
        let (members, isAll) = try Piece<NamedMember>.read(bytes: \.bytesSent) { last, count in
            try store.members(of: room, after: last?.member ?? after, limit: count)
        }
        countReading(rows: members.count, by: caller)
        let seen = members.map { named in
            NamedMember(member: named.member.seen(by: caller.userID), name: named.name, picture: named.picture)
        }
        guard !isAll, let last = members.last?.member else { return Piece(seen) }
        return Piece(seen) {
            try await self.store.read { store in
                try checkSession(of: caller, in: store)
                try permit(.see, in: room, to: caller, store: store)
                return try self.members(of: room, after: last, for: caller, in: store)
            }
        }
    }

    /// Returns a room as a user sees it now; nil where there is no such room.
    func summary(of room: Room.ID, for user: User.ID, in store: any StoreReader) throws -> RoomSummary? {
        try store.summary(of: room, for: user)?.holding(at: clock.now)
    }
}
