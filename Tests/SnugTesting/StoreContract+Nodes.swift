public import SnugChat
public import Testing

extension StoreContract {
    /// A promise of two stores on the same data, as two nodes have them.
    public struct SharedClause: Sendable, CustomTestStringConvertible {
        /// A function that makes two stores on the same fresh, empty data.
        public typealias Make = @Sendable () throws -> (any Store, any Store)

        public let promise: String
        let check: @Sendable (_ nodes: Nodes) async throws -> Void

        public var testDescription: String { promise }

        /// Checks the promise on fresh stores.
        public func hold(for make: Make) async throws {
            let (one, other) = try make()
            try await check(Nodes(one: one, other: other))
        }
    }

    /// Two nodes on the same data.
    struct Nodes: Sendable {
        var one: any Store
        var other: any Store

        /// Has both carry out an intention at once, so many times together, the first of each named with 0 and 1.
        /// - Returns: the number of those that returned true.
        func count(
            _ times: Int,
            _ intention: @escaping @Sendable (any StoreWriter, _ number: Int) throws -> Bool
        ) async throws -> Int {
            try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<times {
                    let node = number.isMultiple(of: 2) ? one : other
                    group.addTask {
                        try await node.write { try intention($0, number) } ? 1 : 0
                    }
                }
                return try await group.reduce(0, +)
            }
        }
    }

    /// All promises of two stores on the same data.
    public static let sharedClauses: [SharedClause] = counted + made + held + turns

    private static let counted: [SharedClause] = [
        SharedClause(promise: "a throttle gives no more tries on two nodes than on one") { nodes in
            let taken = try await nodes.count(30) { store, _ in
                try store.takeThrottle("a", "x", .seconds(1), atMost: .seconds(7), at: time)
            }
            #expect(taken == 7)
            #expect(try await nodes.other.read { try $0.throttle("a", "x") } == time + .seconds(7))
        },
        SharedClause(promise: "a code has no more tries on two nodes than on one, and is used once") { nodes in
            let email = try address("ada@example.org")
            for purpose in [OneTimeCode.Purpose.login, .reset] {
                let new = NewCode(email: email, purpose: purpose, proof: Array(repeating: 1, count: 32))
                try await nodes.one.write { try $0.putCode(new, at: time) }
            }
            func code(_ purpose: OneTimeCode.Purpose) async throws -> OneTimeCode.ID? {
                try await nodes.one.read { try $0.codes(for: email, purposes: [purpose]).first?.id }
            }
            let (tried, used) = (try #require(try await code(.login)), try #require(try await code(.reset)))
            #expect(try await nodes.count(20) { store, _ in try store.countTry(tried) != nil } == Limits.codeTriesMax)
            #expect(try await nodes.count(20) { store, _ in try store.useCode(used, at: time) == 1 } == 1)
        },
        SharedClause(promise: "an invite lets in as many on two nodes as it says") { nodes in
            let ada = try await user("Ada", in: nodes.one)
            let invite = try await nodes.one.write {
                try $0.addInvite("", rooms: [], usesMax: 3, by: ada.id, at: time, expiresAt: time + .seconds(60))
            }
            #expect(try await nodes.count(20) { store, _ in try store.useInvite(invite.id) == 1 } == 3)
        },
        SharedClause(promise: "a client_id is posted once on two nodes, and seqs have neither holes nor twins") {
            nodes in
            let ada = try await user("Ada", in: nodes.one)
            let room = try await room(of: [ada], in: nodes.one)
            let posted = try await nodes.count(40) { store, number in
                let draft = Draft(roomID: room, content: "\(number)", clientID: number < 20 ? "same" : "id-\(number)")
                return try store.postMessage(Posting(draft, by: ada.id, at: time)) != nil
            }
            #expect(posted == 21)
            let seqs = try await nodes.other.read { try $0.messages(1...99, in: room).map(\.seq) }
            #expect(seqs == Array(1...21))
            #expect(try await nodes.other.read { try $0.member(ada.id, of: room)?.readSeq } == 21)
        },
    ]

    private static let made: [SharedClause] = [
        SharedClause(promise: "two people who ask for their room at once have one") { nodes in
            let (ada, ben) = (try await user("Ada", in: nodes.one), try await user("Ben", in: nodes.one))
            let made = try await nodes.count(10) { store, number in
                let (a, b) = number.isMultiple(of: 2) ? (ada.id, ben.id) : (ben.id, ada.id)
                return try store.addDirectRoom(of: a, b, createdBy: a, at: time) != nil
            }
            #expect(made == 1)
            #expect(try await nodes.other.read { try $0.rooms(after: nil, limit: 9).count } == 1)
        },
        SharedClause(promise: "secrets, settings and the standing invite are made once") { nodes in
            let ada = try await user("Ada", in: nodes.one)
            let counts = [
                try await nodes.count(10) { store, number in try store.addSecret(.tokens, [UInt8(number)]) },
                try await nodes.count(10) { store, number in
                    try store.changeSetting("site-name", from: nil, to: "\(number)")
                },
                try await nodes.count(10) { store, _ in
                    try store.addStandingInvite(usesMax: 2, by: ada.id, at: time, expiresAt: time + .seconds(60)) != nil
                },
            ]
            #expect(counts == [1, 1, 1])
        },
        SharedClause(promise: "of many who set up at once, one does") { nodes in
            try await nodes.one.write { try $0.setSecret(.setup, to: [1, 2]) }
            #expect(try await nodes.count(10) { store, _ in try store.removeSecret(.setup, [1, 2]) } == 1)
        },
        SharedClause(promise: "a passkey that is used on two nodes at once is used on one") { nodes in
            let ada = try await user("Ada", in: nodes.one)
            let new = NewPasskey(credentialID: [1], publicKey: [2], counter: 4)
            let added = try await nodes.one.write { try $0.addPasskey(new, named: "Key", of: ada.id, at: time) }
            let id = try #require(added?.id)
            #expect(try await nodes.count(10) { store, _ in try store.usePasskey(id, counter: 5, at: time) } == 1)
        },
    ]

    private static let held: [SharedClause] = [
        SharedClause(promise: "work that both nodes claim is one's, and so is each mail") { nodes in
            for number in 0..<6 as Range<UInt8> {
                try await nodes.one.write { _ = try $0.addMail([number], at: time, expiresAt: time + .seconds(9)) }
            }
            let claimed = try await nodes.count(10) { store, number in
                try store.claim(.backup, by: "node \(number)", for: .seconds(60), at: time)
            }
            #expect(claimed == 1)
            let mails = try await withThrowingTaskGroup(of: [QueuedMail.ID].self) { group in
                for number in 0..<8 {
                    let node = number.isMultiple(of: 2) ? nodes.one : nodes.other
                    group.addTask {
                        try await node.write {
                            try $0.claimMails(at: time, limit: 2, by: "node \(number)", for: .seconds(60)).map(\.id)
                        }
                    }
                }
                return try await group.reduce([], +)
            }
            #expect(mails.count == 6 && Set(mails).count == 6)
        },
        SharedClause(promise: "of owners who all go at once, one stays") { nodes in
            var ids: [User.ID] = []
            for name in ["Ada", "Ben", "Cleo", "Dora"] {
                let user = try await user(name, in: nodes.one)
                try await nodes.one.write { try $0.setRole(.owner, of: user.id) }
                ids.append(user.id)
            }
            let went = try await nodes.count(ids.count) { [ids] store, number in
                guard try store.keepsOwner(without: ids[number]) else { return false }
                try store.setDeactivated(time, of: ids[number])
                return true
            }
            #expect(went == 3)
            #expect(try await nodes.other.read { try $0.owners().count } == 1)
        },
        SharedClause(promise: "what an intention asked is so until it ends, whichever node others come to") { nodes in
            let ada = try await user("Ada", in: nodes.one)
            try await nodes.one.write { try $0.renameUser(ada.id, to: "0") }
            _ = try await nodes.count(40) { store, _ in
                let number = try store.user(ada.id).flatMap { Int($0.name) } ?? 0
                try store.renameUser(ada.id, to: "\(number + 1)")
                return true
            }
            #expect(try await nodes.other.read { try $0.user(ada.id)?.name } == "40")
        },
        SharedClause(promise: "people and rooms changed in any order keep nobody waiting for ever") { nodes in
            let ada = try await user("Ada", in: nodes.one)
            let ben = try await user("Ben", in: nodes.one)
            var rooms: [Room.ID] = []
            for _ in 0..<3 { rooms.append(try await room(of: [ada, ben], in: nodes.one)) }
            let orders = [rooms, rooms.reversed(), [rooms[1], rooms[0]]]
            let done = try await nodes.count(24) { [rooms] store, number in
                let people = number.isMultiple(of: 4) ? [ada, ben] : [ben, ada]
                for user in people { try store.renameUser(user.id, to: "\(number)") }
                for room in orders[number % 3] {
                    try store.renameRoom(room, to: "\(number)")
                    _ = try store.setReadSeq(0, of: people[0].id, in: room)
                }
                return rooms.count == 3
            }
            #expect(done == 24)
        },
    ]
}
