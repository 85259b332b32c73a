import SnugChat
import Testing

extension StoreContract {
    /// What a post that is refused must leave as it was.
    private struct Place: Equatable {
        var lastSeq: Int64?
        var readSeq: Int64?

        init(_ room: Room.ID, of user: User, in store: any Store) async throws {
            (lastSeq, readSeq) = try await store.read {
                (try $0.room(room)?.lastSeq, try $0.member(user.id, of: room)?.readSeq)
            }
        }
    }

    private static func post(
        _ content: String, as clientID: String? = nil, answering seq: Int64? = nil, in room: Room.ID, by user: User,
        on terms: SessionTerms? = nil, _ store: any Store
    ) async throws -> Message? {
        let draft = Draft(roomID: room, content: content, clientID: clientID, replyTo: seq)
        return try await store.write { try $0.postMessage(Posting(draft, by: user.id, on: terms, at: time)) }
    }

    static let posting: [Clause] = [
        Clause(promise: "a member's message is posted as it is kept, and read by its author") {
            (store, _) async throws in
            let ada = try await user("Ada", in: store)
            let room = try await room(of: [ada], in: store)
            let first = try #require(try await post("one", as: "id-1", in: room, by: ada, store))
            let second = try #require(try await post("two", answering: 1, in: room, by: ada, store))
            #expect([first, second].map(\.seq) == [1, 2])
            #expect(try await store.read { try $0.messages(1...2, in: room) } == [first, second])
            #expect(try await store.read { try $0.member(ada.id, of: room)?.readSeq } == 2)
            #expect(try await store.read { try $0.room(room)?.lastActivityAt } == time)
        },
        Clause(promise: "who has left a room meanwhile posts nothing there, nor does who never was in it") {
            (store, _) async throws in
            let (ada, ben) = (try await user("Ada", in: store), try await user("Ben", in: store))
            let room = try await room(of: [ada, ben], in: store)
            try await store.write { try $0.removeMember(ben.id, from: room) }
            #expect(try await post("x", in: room, by: ben, store) == nil)
            #expect(try await post("x", in: Room.ID(99), by: ada, store) == nil)
            try await store.write { try $0.deleteRoom(room) }
            #expect(try await post("x", in: room, by: ada, store) == nil)
            #expect(try await store.read { try $0.messages(1...9, in: room) } == [])
        },
        Clause(promise: "nothing is posted on terms that a session does not keep") { (store, _) async throws in
            let (ada, ben) = (try await user("Ada", in: store), try await user("Ben", in: store))
            let room = try await room(of: [ada, ben], in: store)
            let (device, before) = (Device(name: "test", address: "127.0.0.1"), time - .seconds(1))
            func session(of user: User, expiresAt: Timestamp = time + .seconds(60)) async throws -> Session.ID {
                try await store.write {
                    try $0.addSession(of: user.id, device: device, at: time, expiresAt: expiresAt).id
                }
            }
            func posts(_ session: Session.ID, createdAfter: Timestamp? = nil, seenAfter: Timestamp? = nil) async throws
                -> Bool
            {
                let terms = SessionTerms(session, createdAfter: createdAfter ?? before, seenAfter: seenAfter ?? before)
                return try await post("x", in: room, by: ada, on: terms, store) != nil
            }
            let open = try await session(of: ada)
            #expect(try await posts(open))
            #expect(try await !posts(open, createdAfter: time))
            #expect(try await !posts(open, seenAfter: time))
            #expect(try await !posts(try await session(of: ben)))
            #expect(try await !posts(try await session(of: ada, expiresAt: time)))
            #expect(try await !posts(Session.ID(99)))
            let ended = try await session(of: ada)
            _ = try await store.write { try $0.endSession(ended, at: time) }
            #expect(try await !posts(ended))
            try await store.write { try $0.setDeactivated(time, of: ada.id) }
            #expect(try await !posts(open))
            #expect(try await store.read { try $0.room(room)?.lastSeq } == 1)
        },
        Clause(promise: "a client_id is posted once, whatever the room, and again changes nothing") {
            (store, _) async throws in
            let (ada, ben) = (try await user("Ada", in: store), try await user("Ben", in: store))
            let (room, other) = (try await room(of: [ada, ben], in: store), try await Self.room(of: [ada], in: store))
            #expect(try await post("x", as: "same", in: room, by: ada, store)?.seq == 1)
            #expect(try await post("y", in: room, by: ben, store)?.seq == 2)
            let before = (try await Place(room, of: ada, in: store), try await Place(other, of: ada, in: store))
            #expect(try await post("x", as: "same", in: room, by: ada, store) == nil)
            #expect(try await post("x", as: "same", in: other, by: ada, store) == nil)
            #expect(try await Place(room, of: ada, in: store) == before.0)
            #expect(try await Place(other, of: ada, in: store) == before.1)
            #expect(try await post("z", as: "same", in: room, by: ben, store)?.seq == 3)
        },
        Clause(promise: "of fifty that post under one client_id at once, one does, and the next seq follows") {
            (store, _) async throws in
            let ada = try await user("Ada", in: store)
            let room = try await room(of: [ada], in: store)
            let posted = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<50 {
                    group.addTask { try await post("x", as: "same", in: room, by: ada, store) == nil ? 0 : 1 }
                }
                return try await group.reduce(0, +)
            }
            #expect(posted == 1)
            #expect(try await post("y", in: room, by: ada, store)?.seq == 2)
        },
        Clause(promise: "an answer is posted in the room of the message that it answers") { (store, _) async throws in
            let ada = try await user("Ada", in: store)
            let (room, other) = (try await room(of: [ada], in: store), try await Self.room(of: [ada], in: store))
            _ = try await post("x", in: room, by: ada, store)
            #expect(try await post("y", answering: 1, in: other, by: ada, store) == nil)
            for seq in [2, 0, -1, Int64.min, Int64.max] {
                #expect(try await post("y", answering: seq, in: room, by: ada, store) == nil)
            }
            #expect(try await Place(room, of: ada, in: store).lastSeq == 1)
            #expect(try await post("y", answering: 1, in: room, by: ada, store)?.replyTo == 1)
        },
        Clause(promise: "in a direct room nothing is posted while the other has left it, or is out of use") {
            (store, _) async throws in
            let (ada, ben) = (try await user("Ada", in: store), try await user("Ben", in: store))
            let room = try await directRoom(of: ada, ben, in: store)
            #expect(try await post("one", in: room, by: ada, store)?.seq == 1)
            try await store.write { try $0.setDeactivated(time, of: ben.id) }
            #expect(try await post("two", in: room, by: ada, store) == nil)
            try await store.write { store in
                try store.setDeactivated(nil, of: ben.id)
                try store.removeMember(ben.id, from: room)
            }
            #expect(try await post("two", in: room, by: ada, store) == nil)
            try await store.write { try $0.addMember(ben.id, to: room, role: .member, readSeq: 1, at: time) }
            #expect(try await post("two", in: room, by: ada, store)?.seq == 2)
        },
    ]
}
