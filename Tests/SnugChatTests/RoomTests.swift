import SnugChat
import SnugTesting
import Testing

@Suite struct `Rooms` {
    @Test func `the same two always meet in the same direct room`() async throws {
        let world = try await World()
        let first = try await world.chat.makeRoom(.direct, name: nil, with: [world.ben.userID], by: world.ada)
        let second = try await world.chat.makeRoom(.direct, name: nil, with: [world.ada.userID], by: world.ben)
        #expect(first.isNew && !second.isNew)
        #expect(first.room.summary.room.id == second.room.summary.room.id)
        #expect(first.room.summary.room.name == "Ben")
        #expect(second.room.summary.room.name == "Ada")
    }

    @Test func `who left a direct room is back in it when the two meet again`() async throws {
        let world = try await World()
        let room = try await world.chat.makeRoom(.direct, name: nil, with: [world.ben.userID], by: world.ada)
            .room.summary.room.id
        try await world.chat.removeMember(world.ben.userID, from: room, by: world.ben)
        let again = try await world.chat.makeRoom(.direct, name: nil, with: [world.ben.userID], by: world.ada)
        #expect(again.room.summary.room.id == room)
        #expect(again.room.members.count == 2)
    }

    @Test func `who comes back into a direct room finds unread what was said meanwhile`() async throws {
        let world = try await World()
        let room = try await world.chat.makeRoom(.direct, name: nil, with: [world.ben.userID], by: world.ada)
            .room.summary.room.id
        for (text, caller) in [("one", world.ada), ("two", world.ben)] {
            _ = try await world.chat.post(Draft(roomID: room, content: text), by: caller)
        }
        try await world.chat.removeMember(world.ben.userID, from: room, by: world.ben)
        for text in ["three", "four"] {
            _ = try await world.chat.post(Draft(roomID: room, content: text), by: world.ada)
        }
        let again = try await world.chat.makeRoom(.direct, name: nil, with: [world.ada.userID], by: world.ben)
        #expect(again.room.summary.unread == 2)
    }

    @Test func `who left a direct room is back in it with the other's next word, and has that alone unread`()
        async throws
    {
        let world = try await World()
        let room = try await world.chat.makeRoom(.direct, name: nil, with: [world.ben.userID], by: world.ada)
            .room.summary.room.id
        _ = try await world.chat.post(Draft(roomID: room, content: "one"), by: world.ada)
        try await world.chat.removeMember(world.ben.userID, from: room, by: world.ben)
        world.events.clear()
        let second = try await world.chat.post(Draft(roomID: room, content: "two"), by: world.ada).message
        guard case .memberChanged(room, let back, .member, .came, by: world.ada.userID) = world.events.events.first,
            case .joined(world.ben.userID, let summary) = world.events.events.dropFirst().first
        else {
            Issue.record("\(world.events.events)")
            return
        }
        #expect(back.id == world.ben.userID && summary.room.lastSeq == 1 && summary.unread == 0)
        #expect(world.events.events.dropFirst(2) == [.posted(second, from: .elsewhere)])
        #expect(try await world.chat.rooms(of: world.ben).first { $0.room.id == room }?.unread == 1)
        // Told once.
        world.events.clear()
        _ = try await world.chat.post(Draft(roomID: room, content: "three"), by: world.ada)
        #expect(world.events.events.count == 1)
    }

    @Test func `nobody takes a direct room in which something was said from whoever is in it`() async throws {
        let world = try await World()
        let room = try await world.chat.makeRoom(.direct, name: nil, with: [world.ben.userID], by: world.ada)
            .room.summary.room.id
        _ = try await world.chat.post(Draft(roomID: room, content: "hi"), by: world.ben)
        try await world.chat.removeMember(world.ada.userID, from: room, by: world.ada)
        await #expect(throws: Refusal.forbidden("It belongs to whoever is in it.")) {
            try await world.chat.deleteRoom(room, by: world.ada, from: World.device)
        }
        _ = try await world.chat.changeAccount(
            world.ben.userID, AccountChange(isDeactivated: true), by: world.ada, from: World.device)
        try await world.chat.deleteRoom(room, by: world.ada, from: World.device)
    }

    @Test func `the room that welcomes is renamed, deleted and swept by administrators alone`() async throws {
        let world = try await World()
        let hall = try await world.chat.makeRoom(.open, name: "Hall", with: [], by: world.ben).room.summary.room.id
        func rename(to name: String, by caller: Caller) async throws {
            _ = try await world.chat.changeRoom(hall, RoomChange(name: name), by: caller)
        }
        try await rename(to: "Foyer", by: world.ben)
        _ = try await world.chat.changeRoom(hall, RoomChange(welcomes: true), by: world.ada)
        let refusal = Refusal.forbidden("Only administrators may do this.")
        await #expect(throws: refusal) { try await rename(to: "Shop", by: world.ben) }
        await #expect(throws: refusal) { try await world.chat.deleteRoom(hall, by: world.ben, from: World.device) }
        _ = try await world.chat.addMember(world.cleo.userID, to: hall, by: world.cleo)
        await #expect(throws: refusal) {
            try await world.chat.removeMember(world.cleo.userID, from: hall, by: world.ben)
        }
        try await world.chat.removeMember(world.cleo.userID, from: hall, by: world.ada)
        try await rename(to: "Lounge", by: world.ada)
        try await world.chat.deleteRoom(hall, by: world.ada, from: World.device)
    }

    @Test func `nobody whose account is out of use comes back into a direct room, or is spoken to`() async throws {
        let world = try await World()
        let room = try await world.chat.makeRoom(.direct, name: nil, with: [world.ben.userID], by: world.ada)
            .room.summary.room.id
        _ = try await world.chat.post(Draft(roomID: room, content: "one", clientID: "c"), by: world.ada)
        try await world.chat.removeMember(world.ben.userID, from: room, by: world.ben)
        let ben = world.ben.userID
        try await world.store.write { [now = world.clock.now] in try $0.setDeactivated(now, of: ben) }
        await #expect(throws: Refusal.otherDeactivated) {
            try await world.chat.post(Draft(roomID: room, content: "two"), by: world.ada)
        }
        #expect(try await world.store.read { try $0.member(ben, of: room) } == nil)
        let again = try await world.chat.post(Draft(roomID: room, content: "one", clientID: "c"), by: world.ada).isNew
        #expect(!again, "what was said before is said")
        try await world.store.write { try $0.setDeactivated(nil, of: ben) }
        _ = try await world.chat.post(Draft(roomID: room, content: "two"), by: world.ada)
        #expect(try await world.store.read { try $0.member(ben, of: room) } != nil)
    }

    @Test func `nothing is said to whoever was put out of use and is still in the room`() async throws {
        let world = try await World()
        let room = try await world.chat.makeRoom(.direct, name: nil, with: [world.ben.userID], by: world.cleo)
            .room.summary.room.id
        _ = try await world.chat.post(Draft(roomID: room, content: "one"), by: world.cleo)
        func shownOut() async throws -> Bool? {
            try await world.chat.rooms(of: world.cleo).first { $0.room.id == room }?.isOtherDeactivated
        }
        #expect(try await shownOut() == false)
        try await world.store.write { [now = world.clock.now, ben = world.ben.userID] in
            try $0.setDeactivated(now, of: ben)
        }
        #expect(try await shownOut() == true)
        await #expect(throws: Refusal.otherDeactivated) {
            try await world.chat.post(Draft(roomID: room, content: "two"), by: world.cleo)
        }
        _ = try await world.chat.edit(1, in: room, to: "uno", by: world.cleo)
        _ = try await world.chat.post(Draft(roomID: world.lobby, content: "in a group nobody is alone"), by: world.cleo)
    }

    @Test func `a direct room shows to the other once something was said, before they are told what`() async throws {
        let world = try await World()
        func makeRoom() async throws -> Room.ID {
            try await world.chat.makeRoom(.direct, name: nil, with: [world.ben.userID], by: world.ada)
                .room.summary.room.id
        }
        func shows(_ room: Room.ID, to caller: Caller) async throws -> Bool {
            try await world.chat.rooms(of: caller).contains { $0.room.id == room }
        }
        let room = try await makeRoom()
        #expect(try await makeRoom() == room)
        #expect(try await shows(room, to: world.ada))
        #expect(try await !shows(room, to: world.ben))
        let told = world.events.events.compactMap { if case .joined(let user, _) = $0 { user } else { nil } }
        #expect(told == [world.ada.userID])
        // They are in it all the same.
        #expect(try await world.chat.room(room, for: world.ben).members.count == 2)
        #expect(try await world.chat.messages(in: room, .newest, limit: 9, for: world.ben).messages.isEmpty)

        world.events.clear()
        let first = try await world.chat.post(Draft(roomID: room, content: "hi"), by: world.ada).message
        guard case .joined(world.ben.userID, let summary) = world.events.events.first else {
            Issue.record("\(world.events.events)")
            return
        }
        #expect(summary.room.lastSeq == 0 && summary.unread == 0 && summary.lastMessage == nil)
        #expect(world.events.events.dropFirst() == [.posted(first, from: .elsewhere)])
        try await world.chat.delete(first.seq, in: room, by: world.ada)
        #expect(try await shows(room, to: world.ben))
        world.events.clear()
        _ = try await world.chat.post(Draft(roomID: room, content: "again"), by: world.ada)
        #expect(world.events.events.count == 1, "it is told once")
    }

    @Test func `a direct room shows to the other who asks for it, or who speaks first`() async throws {
        for speaks in [true, false] {
            let world = try await World()
            let room = try await world.chat.makeRoom(.direct, name: nil, with: [world.ben.userID], by: world.ada)
                .room.summary.room.id
            world.events.clear()
            if speaks {
                _ = try await world.chat.post(Draft(roomID: room, content: "hi"), by: world.ben)
            } else {
                let again = try await world.chat.makeRoom(.direct, name: nil, with: [world.ada.userID], by: world.ben)
                #expect(!again.isNew && again.room.summary.room.id == room)
            }
            let told = world.events.events.compactMap { if case .joined(let user, _) = $0 { user } else { nil } }
            #expect(told == [world.ben.userID])
            #expect(try await world.chat.rooms(of: world.ben).contains { $0.room.id == room })
        }
    }

    @Test func `a maker who left before a word was said is back once the other says one`() async throws {
        let world = try await World()
        let room = try await world.chat.makeRoom(.direct, name: nil, with: [world.ben.userID], by: world.ada)
            .room.summary.room.id
        try await world.chat.removeMember(world.ada.userID, from: room, by: world.ada)
        _ = try await world.chat.makeRoom(.direct, name: nil, with: [world.ada.userID], by: world.ben)
        #expect(try await !world.chat.rooms(of: world.ada).contains { $0.room.id == room })
        _ = try await world.chat.post(Draft(roomID: room, content: "hi"), by: world.ben)
        #expect(try await world.chat.rooms(of: world.ada).first { $0.room.id == room }?.unread == 1)
    }

    @Test func `a direct room takes exactly one other, a group a name, and all of them people who are here`()
        async throws
    {
        let world = try await World()
        func fields(_ kind: Room.Kind, _ name: String?, _ others: [User.ID]) async throws -> [String] {
            do {
                _ = try await world.chat.makeRoom(kind, name: name, with: others, by: world.ada)
                return []
            } catch Refusal.invalid(let fields) {
                return fields.map(\.field)
            }
        }
        #expect(try await fields(.direct, nil, []) == ["member_ids"])
        #expect(try await fields(.direct, nil, [world.ada.userID]) == ["member_ids"])
        #expect(try await fields(.direct, nil, [world.ben.userID, world.cleo.userID]) == ["member_ids"])
        #expect(try await fields(.group, " ", [world.ben.userID]) == ["name"])
        #expect(try await fields(.group, "G", [User.ID(999)]) == ["member_ids"])
        #expect(try await fields(.open, String(repeating: "x", count: 101), []) == ["name"])
    }

    @Test func `everyone in a new room is told of it as they see it`() async throws {
        let world = try await World()
        let room = try await world.chat.makeRoom(.group, name: "Kitchen", with: [world.ben.userID], by: world.ada)
        let told = world.events.events.compactMap { event -> User.ID? in
            guard case .joined(let user, let summary) = event else { return nil }
            #expect(summary.room.memberCount == 2)
            return summary.room.id == room.room.summary.room.id ? user : nil
        }
        #expect(told == [world.ada.userID, world.ben.userID])
    }

    @Test func `the others are told who came, who went and who owns a room now, but not whom it was made with`()
        async throws
    {
        let world = try await World()
        let room = try await world.chat.makeRoom(.group, name: "Kitchen", with: [world.ben.userID], by: world.ada)
            .room.summary.room.id
        _ = try await world.chat.addMember(world.cleo.userID, to: room, by: world.ben)
        _ = try await world.chat.addMember(world.cleo.userID, to: room, by: world.ben)
        try await world.chat.removeMember(world.ada.userID, from: room, by: world.ada)
        let told = world.events.events.compactMap { event -> String? in
            guard case .memberChanged(room, let user, let role, let change, let doer) = event else { return nil }
            return "\(user.name) \(change) \(role)" + (doer == world.ben.userID ? " by Ben" : "")
        }
        #expect(told == ["Cleo came member by Ben", "Ada left owner", "Ben otherRole owner"])
    }

    @Test func `whoever is out of a room is told why, by whom, and of which`() async throws {
        let world = try await World()
        try await world.chat.removeMember(world.ben.userID, from: world.lobby, by: world.ben)
        try await world.chat.removeMember(world.cleo.userID, from: world.lobby, by: world.ada)
        try await world.chat.deleteRoom(world.lobby, by: world.ada)
        let (ada, ben, cleo) = (world.ada.userID, world.ben.userID, world.cleo.userID)
        let told = world.events.events.filter { event in
            switch event {
            case .left, .roomDeleted: true
            default: false
            }
        }
        #expect(
            told == [
                .left(ben, Departure(from: world.lobby, .left, name: "Lobby")),
                .left(cleo, Departure(from: world.lobby, .removed, by: ada, name: "Lobby")),
                .roomDeleted(Departure(from: world.lobby, .deleted, by: ada, name: "Lobby")),
            ])
        let removed = world.events.events.compactMap { event -> User.ID? in
            if case .memberChanged(_, _, _, .left, let doer) = event { doer } else { nil }
        }
        #expect(removed == [ada])
    }

    @Test func `two who have talked leave their room, and neither deletes it`() async throws {
        let world = try await World()
        func meet() async throws -> Room.ID {
            try await world.chat.makeRoom(.direct, name: nil, with: [world.ben.userID], by: world.cleo)
                .room.summary.room.id
        }
        for caller in [world.cleo, world.ben] { try await world.chat.deleteRoom(try await meet(), by: caller) }
        let room = try await meet()
        _ = try await world.chat.post(Draft(roomID: room, content: "hi"), by: world.cleo)
        for caller in [world.cleo, world.ben] {
            await #expect(throws: Refusal.forbidden("It belongs to both of you: leave it instead.")) {
                try await world.chat.deleteRoom(room, by: caller)
            }
        }
        try await world.chat.removeMember(world.cleo.userID, from: room, by: world.cleo)
        #expect(try await world.chat.rooms(of: world.ben).map(\.room.id).contains(room))
        // Nor does an administrator from outside.
        await #expect(throws: Refusal.forbidden("It belongs to whoever is in it.")) {
            try await world.chat.deleteRoom(room, by: world.ada)
        }
    }

    @Test func `a room is pinned for oneself alone, and told to one's own devices`() async throws {
        let world = try await World()
        func pinned(_ caller: Caller) async throws -> [Room.ID] {
            try await world.chat.rooms(of: caller).filter { $0.membership?.isPinned == true }.map(\.room.id)
        }
        for _ in 1...2 { try await world.chat.setPinned(true, in: world.attic, by: world.ben) }
        #expect(try await pinned(world.ben) == [world.attic])
        #expect(try await pinned(world.ada) == [])
        let summary = try await world.chat.room(world.attic, for: world.ben).summary
        #expect(world.events.events == [.summaryChanged(world.attic, summaries: [world.ben.userID: summary])])
        try await world.chat.setPinned(false, in: world.attic, by: world.ben)
        #expect(try await pinned(world.ben) == [])
        await #expect(throws: Refusal.notFound(.room)) {
            try await world.chat.setPinned(true, in: world.attic, by: world.cleo)
        }
    }

    @Test func `no more rooms are pinned than a list has room for`() async throws {
        let world = try await World(policy: Policy(registration: .open, actsPerMinute: 0, messagesPerSecond: 0))
        var rooms: [Room.ID] = []
        for _ in 0...Limits.roomsPinnedMax {
            rooms.append(
                try await world.chat.makeRoom(.group, name: "Den", with: [], by: world.cleo).room.summary.room.id)
        }
        for room in rooms.dropLast() { try await world.chat.setPinned(true, in: room, by: world.cleo) }
        await #expect(throws: Refusal.tooManyPinned) {
            try await world.chat.setPinned(true, in: rooms[Limits.roomsPinnedMax], by: world.cleo)
        }
        // One that is pinned already, and one in the place of another.
        try await world.chat.setPinned(true, in: rooms[0], by: world.cleo)
        try await world.chat.setPinned(false, in: rooms[0], by: world.cleo)
        try await world.chat.setPinned(true, in: rooms[Limits.roomsPinnedMax], by: world.cleo)
    }

    @Test func `a new name is told in all rooms of whom it belongs to`() async throws {
        let world = try await World()
        try await world.chat.rename(world.ben, to: "Benjamin")
        guard case .userChanged(let user, let rooms) = world.events.events.last else {
            Issue.record("nothing was told")
            return
        }
        #expect(user.name == "Benjamin")
        #expect(Set(rooms) == [world.lobby, world.attic])
    }

    @Test func `a new name is told once for all in the room, and the same name not at all`() async throws {
        let world = try await World()
        let room = try await world.chat.renameRoom(world.lobby, to: "Hall", by: world.ada)
        #expect(room.summary.room.name == "Hall" && room.members.count == 3)
        #expect(world.events.events == [.renamed(room.summary.room)])
        _ = try await world.chat.renameRoom(world.lobby, to: "Hall", by: world.ada)
        #expect(world.events.events.count == 1)
    }

    @Test func `a new room shows to each what the list shows to them`() async throws {
        let world = try await World()
        for kind in [Room.Kind.group, .open, .direct] {
            world.events.clear()
            let made = try await world.chat.makeRoom(
                kind, name: kind == .direct ? nil : "Den", with: [world.ben.userID], by: world.cleo)
            // A direct room shows to the other once something was said there.
            for caller in kind == .direct ? [world.cleo] : [world.cleo, world.ben] {
                let rooms = try await world.chat.rooms(of: caller)
                let listed = try #require(rooms.first { $0.room.id == made.room.summary.room.id })
                #expect(world.events.events.contains(.joined(caller.userID, listed)))
            }
        }
    }

    @Test(arguments: ["adding someone", "renaming a room"])
    func `what others are told of costs an act`(what: String) async throws {
        let world = try await World(policy: Policy(registration: .open, actsPerMinute: 0.2, messagesPerSecond: 0))
        let chat = world.chat
        func act(_ number: Int) async throws {
            if what == "renaming a room" {
                _ = try await chat.renameRoom(world.lobby, to: "Lobby \(number)", by: world.ada)
            } else {
                let person = try await World.settle("P\(number)", as: .member, chat, world.store, world.clock)
                _ = try await chat.addMember(person.userID, to: world.lobby, by: world.ada)
            }
        }
        // Two are Ada's at once, by now again: the world's rooms took two.
        world.clock.advance(by: .seconds(600))
        for number in 1...2 { try await act(number) }
        await #expect(throws: Refusal.rateLimited(retryAfter: .seconds(300))) { try await act(3) }
    }

    @Test func `nobody is in more rooms than their list may hold`() async throws {
        let world = try await World(policy: Policy(registration: .open, actsPerMinute: 0, messagesPerSecond: 0))
        let cleo = world.cleo
        let own = try await world.chat.makeRoom(.open, name: "Open", with: [], by: world.ben).room.summary.room.id
        // Of many makers, so that none has made too many.
        try await world.store.write { [ada = world.ada.userID, now = world.clock.now] store in
            for _ in 2...Limits.roomsPerUserMax {
                let den = try store.addRoom(name: "Den", kind: .group, createdBy: ada, at: now)
                try store.addMember(cleo.userID, to: den, role: .owner, readSeq: 0, at: now)
            }
        }
        await #expect(throws: Refusal.tooManyRooms) {
            try await world.chat.makeRoom(.group, name: "Den", with: [], by: cleo)
        }
        await #expect(throws: Refusal.tooManyRooms) {
            try await world.chat.makeRoom(.group, name: "Den", with: [cleo.userID], by: world.ben)
        }
        for caller in [world.ben, cleo] {
            await #expect(throws: Refusal.tooManyRooms) {
                try await world.chat.addMember(cleo.userID, to: own, by: caller)
            }
        }
        try await world.chat.removeMember(cleo.userID, from: world.lobby, by: cleo)
        _ = try await world.chat.addMember(cleo.userID, to: own, by: cleo)
    }

    @Test func `what is refused costs no act, nor does what changes nothing`() async throws {
        let world = try await World(policy: Policy(registration: .open, actsPerMinute: 0.2, messagesPerSecond: 0))
        // Two acts are Ben's at once.
        for _ in 1...3 {
            await #expect(throws: Refusal.self) {
                try await world.chat.makeRoom(.group, name: "Den", with: [User.ID(999)], by: world.ben)
            }
            await #expect(throws: Refusal.self) {
                try await world.chat.renameRoom(world.lobby, to: "Den", by: world.ben)
            }
            _ = try await world.chat.addMember(world.cleo.userID, to: world.lobby, by: world.ben)
            try await world.chat.rename(world.ben, to: "Ben")
        }
        for _ in 1...2 { _ = try await world.chat.makeRoom(.group, name: "Den", with: [], by: world.ben) }
        await #expect(throws: Refusal.self) {
            try await world.chat.makeRoom(.group, name: "Den", with: [], by: world.ben)
        }
    }

    @Test func `nobody fills another's list with rooms of their own`() async throws {
        let world = try await World(
            policy: Policy(registration: .open, actsPerMinute: 0, messagesPerSecond: 0))
        let cleo = world.cleo.userID
        func make(_ kind: Room.Kind, with others: [User.ID], by caller: Caller) async throws -> Room.ID {
            try await world.chat.makeRoom(kind, name: kind == .direct ? nil : "Den", with: others, by: caller)
                .room.summary.room.id
        }
        _ = try await make(.direct, with: [cleo], by: world.ben)
        // All but one of the others at once.
        try await world.store.write { [ben = world.ben.userID, now = world.clock.now] store in
            for _ in 3...Limits.roomsByOneMax {
                let den = try store.addRoom(name: "Den", kind: .group, createdBy: ben, at: now)
                try store.addMember(ben, to: den, role: .owner, readSeq: 0, at: now)
                try store.addMember(cleo, to: den, role: .member, readSeq: 0, at: now)
            }
        }
        let last = try await make(.group, with: [cleo], by: world.ben)
        await #expect(throws: Refusal.tooManyRoomsByOne) { try await make(.group, with: [cleo], by: world.ben) }
        // Neither later nor by somebody else.
        let own = try await make(.open, with: [world.ada.userID], by: world.ben)
        let dan = try await World.settle("Dan", as: .member, world.chat, world.store, world.clock)
        _ = try await world.chat.addMember(dan.userID, to: own, by: world.ben)
        for caller in [world.ben, dan] {
            await #expect(throws: Refusal.tooManyRoomsByOne) {
                try await world.chat.addMember(cleo, to: own, by: caller)
            }
        }
        // By themselves, by an administrator, or once there are fewer.
        _ = try await world.chat.addMember(cleo, to: own, by: world.cleo)
        try await world.chat.removeMember(cleo, from: own, by: world.cleo)
        _ = try await world.chat.addMember(cleo, to: own, by: world.ada)
        try await world.chat.removeMember(cleo, from: own, by: world.cleo)
        try await world.chat.removeMember(cleo, from: last, by: world.cleo)
        _ = try await make(.group, with: [cleo], by: world.ben)
        _ = try await make(.group, with: [cleo], by: world.ada)
    }

    @Test func `a new member sees the whole history and has read it`() async throws {
        let world = try await World()
        for text in ["one", "two"] {
            _ = try await world.chat.post(Draft(roomID: world.attic, content: text), by: world.ada)
        }
        let member = try await world.chat.addMember(world.cleo.userID, to: world.attic, by: world.ben)
        #expect(member.member.readSeq == 2)
        let page = try await world.chat.messages(in: world.attic, .newest, limit: 50, for: world.cleo)
        #expect(page.messages.map(\.content) == ["one", "two"])
    }

    @Test func `an owner who leaves hands the room to whoever joined first`() async throws {
        let world = try await World()
        try await world.chat.removeMember(world.ada.userID, from: world.lobby, by: world.ada)
        let room = try await world.chat.room(world.lobby, for: world.ben)
        #expect(room.members.map(\.member.role) == [.owner, .member])
    }

    private func roles(in room: Room.ID, _ world: World) async throws -> [String] {
        try await world.store.read { try $0.members(of: room) }.map { "\($0.name) \($0.member.role)" }
    }

    private func put(_ user: User.ID, outOfUse isOut: Bool, in world: World) async throws {
        _ = try await world.chat.changeAccount(
            user, AccountChange(isDeactivated: isOut), by: world.ada, from: World.device)
    }

    @Test func `no room passes to an account that is out of use, or to which nobody ever came`() async throws {
        let world = try await World()
        let den = try await world.chat.makeRoom(.open, name: "Den", with: [], by: world.cleo).room.summary.room.id
        let dora = try await world.chat.addAccount(
            name: "Dora", email: "dora@example.org", role: .member, by: world.ada, from: World.device)
        for user in [dora.user.id, world.ben.userID, world.ada.userID] {
            world.clock.advance(by: .seconds(1))
            _ = try await world.chat.addMember(user, to: den, by: world.cleo)
        }
        try await put(world.ben.userID, outOfUse: true, in: world)
        try await world.chat.removeMember(world.cleo.userID, from: den, by: world.cleo)
        #expect(try await roles(in: den, world) == ["Dora member", "Ben member", "Ada owner"])
        try await world.chat.removeMember(world.ada.userID, from: den, by: world.ada)
        #expect(try await roles(in: den, world) == ["Dora member", "Ben member"])
        // Who comes first into a room that nobody owns is its owner: out of use no more, by the link, or from outside.
        world.events.clear()
        _ = try await world.chat.signIn(byLink: String(dora.link.url.split(separator: "#")[1]), on: World.device)
        #expect(try await roles(in: den, world) == ["Dora owner", "Ben member"])
        let told = world.events.events.compactMap { event -> String? in
            guard case .memberChanged(den, let user, let role, .otherRole, _) = event else { return nil }
            return "\(user.name) \(role)"
        }
        #expect(told == ["Dora owner"])
        try await put(world.ben.userID, outOfUse: false, in: world)
        #expect(try await roles(in: den, world) == ["Dora owner", "Ben member"])
    }

    @Test func `an owner put out of use hands the room on, and has it again where nobody else could`() async throws {
        let world = try await World()
        let den = try await world.chat.makeRoom(.open, name: "Den", with: [world.cleo.userID], by: world.ben)
            .room.summary.room.id
        let hut = try await world.chat.makeRoom(.open, name: "Hut", with: [], by: world.ben).room.summary.room.id
        try await put(world.ben.userID, outOfUse: true, in: world)
        #expect(try await roles(in: den, world) == ["Ben member", "Cleo owner"])
        #expect(try await roles(in: hut, world) == ["Ben member"])
        try await put(world.ben.userID, outOfUse: false, in: world)
        #expect(try await roles(in: den, world) == ["Ben member", "Cleo owner"])
        #expect(try await roles(in: hut, world) == ["Ben owner"])
    }

    @Test func `who comes into a room that nobody owns is its owner, but where newcomers land`() async throws {
        let world = try await World()
        let den = try await world.chat.makeRoom(.open, name: "Den", with: [], by: world.ben).room.summary.room.id
        let hall = try await world.chat.makeRoom(.open, name: "Hall", with: [], by: world.ben).room.summary.room.id
        _ = try await world.chat.changeRoom(hall, RoomChange(welcomes: true), by: world.ada)
        try await world.chat.closeAccount(password: World.password, of: world.ben, from: World.device)
        for room in [den, hall] { _ = try await world.chat.addMember(world.cleo.userID, to: room, by: world.cleo) }
        #expect(try await roles(in: den, world) == ["Cleo owner"])
        #expect(try await roles(in: hall, world) == ["Cleo member"])
        _ = try await world.chat.renameRoom(den, to: "Mine", by: world.cleo)
        _ = try await world.chat.addMember(world.ada.userID, to: den, by: world.cleo)
        #expect(try await roles(in: den, world) == ["Ada member", "Cleo owner"])
    }

    @Test func `an administrator deletes a room without being able to look into it`() async throws {
        let world = try await World()
        let room = try await world.chat.makeRoom(.group, name: "Den", with: [world.cleo.userID], by: world.ben)
            .room.summary.room.id
        await #expect(throws: Refusal.notFound(.room)) { try await world.chat.room(room, for: world.ada) }
        await #expect(throws: Refusal.notFound(.room)) {
            try await world.chat.messages(in: room, .newest, limit: 1, for: world.ada)
        }
        try await world.chat.deleteRoom(room, by: world.ada)
        await #expect(throws: Refusal.notFound(.room)) { try await world.chat.room(room, for: world.ben) }
        #expect(
            world.events.events.last
                == .roomDeleted(Departure(from: room, .deleted, by: world.ada.userID, name: "Den")))
    }

    /// Checks the matrix of roles (rows) and acts (columns) in each kind of room.
    @Test func `who may do what where`() {
        let outside: [(Room.Kind, Role, allowed: Set<Permissions.Act>)] = [
            (.direct, .member, []), (.group, .member, []), (.open, .member, [.see, .join]),
            (.direct, .admin, [.delete]), (.group, .admin, [.delete]),
            (.open, .admin, [.see, .join, .rename, .remove, .delete]),
            (.direct, .owner, [.delete]), (.group, .owner, [.delete]),
            (.open, .owner, [.see, .join, .rename, .remove, .delete]),
        ]
        for (kind, role, allowed) in outside {
            for act in Permissions.Act.allCases {
                let refusal = Permissions.refusal(of: act, in: kind, membership: nil, caller: role)
                #expect((refusal == nil) == allowed.contains(act), "\(role) outside of \(kind): \(act)")
                // A room that must stay hidden is not found; one that may be seen is refused for what it is.
                if kind != .open, let refusal { #expect(refusal == .notFound(.room)) }
            }
        }
        let talking: Set<Permissions.Act> = [.see, .read, .post, .leave]
        let inside: [(Room.Kind, Member.Role, Role, allowed: Set<Permissions.Act>)] = [
            (.direct, .member, .member, talking.union([.delete])),
            (.group, .member, .member, talking.union([.join, .add])),
            (.group, .owner, .member, Set(Permissions.Act.allCases)),
            (.group, .member, .admin, Set(Permissions.Act.allCases)),
            (.open, .member, .member, talking.union([.join, .add])),
            (.open, .owner, .member, Set(Permissions.Act.allCases)),
        ]
        for (kind, membership, role, allowed) in inside {
            for act in Permissions.Act.allCases {
                let refusal = Permissions.refusal(of: act, in: kind, membership: membership, caller: role)
                #expect((refusal == nil) == allowed.contains(act), "\(membership) of \(kind): \(act)")
                // Once something was said, a room of two is nobody's to take from the other.
                let later = Permissions.refusal(
                    of: act, in: kind, membership: membership, caller: role, isHeld: true)
                #expect((later == nil) == (allowed.contains(act) && (kind != .direct || act != .delete)))
                // Where newcomers land, its owner has no rights over strangers.
                guard kind == .open else { continue }
                let welcoming = Permissions.refusal(
                    of: act, in: kind, membership: membership, caller: role, welcomes: true)
                let isRuled = [.rename, .remove, .delete].contains(act)
                #expect((welcoming == nil) == (allowed.contains(act) && (!isRuled || role.isAdministrator)))
            }
        }
    }
}
