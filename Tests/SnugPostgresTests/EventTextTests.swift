import SnugChat
import SnugTesting
import Testing

@testable import SnugPostgres

private let time = Timestamp(seconds: 1_795_363_200)

@Suite(.serialized) struct `The text of events in the log of commits` {
    /// A place with some people in it.
    private struct Lobby {
        let place: String
        let store: PostgresStore
        let room: Room.ID
        let users: [User]
        /// The one message that there is.
        let said: Message

        /// Makes people who are all in one room, where the first of them has said something.
        init(people count: Int) async throws {
            place = try Cluster.shared.get().place()
            store = try PostgresStore(place, events: NoEvents())
            (room, users, said) = try await store.write { store in
                let users = try (0..<count).map { number in
                    try store.addUser(
                        name: "Ada \(number)", email: EmailAddress(stored: "ada\(number)@example.org"),
                        passwordHash: "x",
                        role: .member, at: time)
                }
                let room = try store.addRoom(name: "Lobby", kind: .group, createdBy: users[0].id, at: time)
                for user in users { try store.addMember(user.id, to: room, role: .member, readSeq: 0, at: time) }
                let said = try store.addMessage(Draft(roomID: room, content: "hello"), by: users[0].id, at: time)
                return (room, users, said)
            }
        }

        func summaries() async throws -> [RoomSummary] {
            try await store.read { store in
                try users.map { try #require(try store.summary(of: room, for: $0.id)) }
            }
        }

        /// Reads texts as another node does.
        func read(_ texts: [String]) throws -> [[Event]] {
            try Snapshot.asking(PostgresConnection(to: ConnectionString(place))) {
                try EventText.events(of: texts, in: $0)
            }
        }
    }

    /// Returns the word by which a kind is kept; nil for one that is never stored.
    private static func kind(_ event: Event) -> String? {
        switch event {
        case .posted, .changed, .read, .presenceShown, .sessionRenewed, .sessionEnded, .joined, .left, .renamed,
            .summaryChanged, .memberChanged, .userChanged, .roomDeleted, .roleChanged, .mailQueued, .pushesQueued,
            .missedNoted, .attachmentsRemoved, .indexForgotten, .settingsChanged, .interrupted:
            EventText.text(of: [event]).split(separator: " ").first.map { String($0) }
        case .typing, .presence, .peer: nil
        }
    }

    @Test func `tells of each kind as it was told`() async throws {
        let lobby = try await Lobby(people: 2)
        let (room, ada, ben) = (lobby.room, lobby.users[0], lobby.users[1])
        let changed = try await lobby.store.write { store in
            try store.setReaction("👍", isWanted: true, by: ben.id, to: lobby.said.seq, in: room, at: time)
        }
        let views = try await lobby.summaries()
        let events: [Event] = [
            .posted(changed, from: .otherNode), .changed(changed),
            .read(room, ada.id, ReadPosition(seq: 3, isTold: false)), .presenceShown(ada.id, false, rooms: [room]),
            .sessionRenewed(Session.ID(8), until: time), .sessionEnded(Session.ID(7), .passwordChanged),
            .joined(ada.id, views[0]), .left(ada.id, Departure(from: room, .left)), .renamed(views[0].room),
            .summaryChanged(room, summaries: [ada.id: views[0], ben.id: views[1]]),
            .memberChanged(room, ada, .member, .otherRole, by: nil),
            .memberChanged(room, ben, .owner, .came, by: ada.id), .memberChanged(room, ben, .owner, .left, by: ben.id),
            .userChanged(ada, rooms: [room]), .userChanged(ben, rooms: []),
            .roomDeleted(Departure(from: room, .deleted, by: ada.id, name: "Lobby")), .roleChanged(ada.id, .admin),
            .mailQueued, .pushesQueued, .missedNoted, .attachmentsRemoved, .indexForgotten, .settingsChanged,
            .interrupted,
        ]
        #expect(Set(events.compactMap(Self.kind)).count == 21)
        #expect(try lobby.read([EventText.text(of: events)]) == [events])
        #expect(try lobby.read(events.map { EventText.text(of: [$0]) }) == events.map { [$0] })
        #expect(EventText.text(of: [.typing(room, ada.id)]).isEmpty)
    }

    @Test func `keeps who removed someone, and from where, whatever the name is made of`() throws {
        let names = [
            "two  words\nand \\n lines ", "\u{301}abc", "🏽 club", "\u{e33}x", "\\\u{301}", "\r", "\r\n", "\n\u{301}",
            "",
        ]
        let store = Snapshot(db: try Cluster.shared.get().connection())
        for name in names {
            let departure = Departure(from: Room.ID(7), .removed, by: User.ID(8), name: name)
            let events: [Event] = [.left(User.ID(9), departure), .roomDeleted(departure), .mailQueued]
            let heard = try EventText.events(of: [EventText.text(of: events)], in: store)
            #expect(heard == [events])
            guard case .left(_, let heard) = heard.first?.first else { continue }
            #expect(Array(heard.name.utf8) == Array(name.utf8))
        }
    }

    @Test func `is read by few statements, however many it tells of`() async throws {
        let lobby = try await Lobby(people: 100)
        let (room, said) = (lobby.room, lobby.said)
        let events = zip(lobby.users, try await lobby.summaries()).flatMap { user, summary -> [Event] in
            [
                .joined(user.id, summary), .memberChanged(room, user, .member, .came, by: nil),
                .userChanged(user, rooms: []), .posted(said, from: .otherNode), .renamed(summary.room),
            ]
        }
        let db = try PostgresConnection(to: ConnectionString(lobby.place))
        #expect(try EventText.events(of: [EventText.text(of: events)], in: Snapshot(db: db)) == [events])
        let asked = """
            SELECT sum(custom_plans + generic_plans)::bigint FROM pg_prepared_statements WHERE NOT statement LIKE '%plans%'
            """
        #expect(try db.one(asked) { try $0[0] as Int } == 4)
    }

    @Test func `leaves out what is gone, what changed again, and what this version does not know`() async throws {
        let lobby = try await Lobby(people: 1)
        let (room, users, said) = (lobby.room, lobby.users, lobby.said)
        let text = """
            posted \(room) \(said.seq + 1)
            changed \(room) \(said.seq) 7
            joined 77 \(room)
            renamed 78
            summary \(room) 79
            member \(room) 80 member came -
            user 81
            danced \(users[0].id)

            role \(users[0].id) emperor
            mail
            """
        #expect(try lobby.read([text]) == [[.mailQueued]])
    }
}
