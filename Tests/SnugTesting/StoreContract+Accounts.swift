import SnugChat
import Testing

extension StoreContract {
    static let accounts: [Clause] = [
        Clause(promise: "an empty store has no users") { (store, _) async throws in
            let hasUsers = try await store.read { try $0.hasUsers() }
            #expect(!hasUsers)
        },
        Clause(promise: "a user is found by id and by address in any case") { (store, _) async throws in
            let ada = try await user("Ada", in: store)
            #expect(try await store.read { try $0.user(ada.id) } == ada)
            let address = try address("ADA@Example.ORG")
            #expect(try await store.read { try $0.user(email: address) } == ada)
            #expect(try await store.read { try $0.passwordHash(of: ada.id) } == "hash of Ada")
            #expect(try await store.read { try $0.hasUsers() })
        },
        Clause(promise: "when someone was last here can be said anew, also that they never were") {
            (store, _) async throws in
            let ada = try await user("Ada", in: store)
            for seen in [time - .seconds(86_400), nil] {
                try await store.write { try $0.setLastSeen(seen, of: ada.id) }
                #expect(try await store.read { try $0.user(ada.id)?.lastSeen } == seen)
            }
        },
        Clause(promise: "an address belongs to one user") { (store, _) async throws in
            _ = try await user("Ada", in: store)
            await #expect(throws: StoreFault.self) { _ = try await user("Ada", in: store) }
        },
        Clause(promise: "people are found by a part of their name, in any case and script, page by page") {
            (store, _) async throws in
            for name in ["Ada", "Ben", "Élodie", "adalbert"] { _ = try await user(name, in: store) }
            func names(_ query: String?, after: User.ID? = nil, limit: Int = 10) async throws -> [String] {
                try await store.read { try $0.users(matching: query, after: after, limit: limit) }.map(\.name)
            }
            #expect(try await names("ADA") == ["Ada", "adalbert"])
            #expect(try await names("élo") == ["Élodie"])
            #expect(try await names("%") == [])
            #expect(try await names(nil, limit: 3) == ["Ada", "Ben", "Élodie"])
            let third = try await store.read { try $0.users(matching: "Élodie", after: nil, limit: 1)[0].id }
            #expect(try await names(nil, after: third) == ["adalbert"])
        },
        Clause(promise: "registrations of an address stand side by side, the newest three, each with its code") {
            (store, _) async throws in
            let email = try address("ada@example.org")
            for name in ["Mallory", "Ada", "Eve", "Mal"] {
                try await store.write { store in
                    let id = try store.addRegistration(
                        email: email, name: name, passwordHash: name, inviteID: nil, at: time)
                    try store.putCode(
                        NewCode(
                            email: email, purpose: .registration, registrationID: id,
                            proof: Array(repeating: UInt8(id.rawValue), count: 32)),
                        at: time)
                }
            }
            let kept = try await store.read { try $0.registrations(email: email) }
            #expect(kept.map(\.name) == ["Mal", "Eve", "Ada"])
            let codes = try await store.read { try $0.codes(for: email, purposes: [.registration]) }
            #expect(codes.map(\.registrationID) == kept.map(\.id))
            try await store.write { try $0.setEnteredFrom("here", of: kept[2].id) }
            #expect(
                try await store.read { try $0.registrations(email: email).map(\.enteredFrom) } == [nil, nil, "here"])
            try await store.write { try $0.removeRegistrations(email: email) }
            #expect(try await store.read { try $0.registrations(email: email) } == [])
            #expect(try await store.read { try $0.codes(for: email, purposes: [.registration]) } == [])
        },
        Clause(promise: "a session ends once, and is no longer listed") { (store, _) async throws in
            let ada = try await user("Ada", in: store)
            let device = Device(name: "Firefox", address: "192.0.2.7")
            let session = try await store.write {
                try $0.addSession(of: ada.id, device: device, at: time, expiresAt: time + .seconds(60))
            }
            #expect(try await store.read { try $0.session(session.id) } == session)
            #expect(try await store.read { try $0.sessions(of: ada.id) } == [session])
            #expect(try await store.write { try $0.endSession(session.id, at: time) } == 1)
            #expect(try await store.write { try $0.endSession(session.id, at: time) } == 0)
            #expect(try await store.read { try $0.sessions(of: ada.id) } == [])
            #expect(try await store.read { try $0.session(session.id)?.endedAt } == time)
        },
        Clause(promise: "everyone's sessions that hold are listed, the newest first, or one person's alone") {
            (store, _) async throws in
            let (ada, ben) = (try await user("Ada", in: store), try await user("Ben", in: store))
            func session(of user: User, lasting: Duration = .seconds(60)) async throws -> Session {
                try await store.write {
                    try $0.addSession(
                        of: user.id, device: Device(name: "Firefox", address: "192.0.2.7"), at: time,
                        expiresAt: time + lasting)
                }
            }
            let (first, second) = (try await session(of: ada), try await session(of: ben))
            let (ended, third) = (try await session(of: ada), try await session(of: ada))
            _ = try await session(of: ben, lasting: .seconds(5))
            _ = try await store.write { try $0.endSession(ended.id, at: time) }
            func listed(of user: User.ID? = nil, before: Session.ID? = nil, limit: Int = 9) async throws
                -> [NamedSession]
            {
                try await store.read {
                    try $0.sessions(of: user, before: before, at: time + .seconds(5), limit: limit)
                }
            }
            #expect(
                try await listed() == [
                    NamedSession(session: third, name: "Ada", role: .member),
                    NamedSession(session: second, name: "Ben", role: .member),
                    NamedSession(session: first, name: "Ada", role: .member),
                ])
            #expect(try await listed(limit: 2).map(\.session) == [third, second])
            #expect(try await listed(before: second.id).map(\.session) == [first])
            #expect(try await listed(of: ada.id).map(\.session) == [third, first])
            #expect(try await listed(of: ben.id, before: second.id).isEmpty)
        },
        Clause(promise: "a session's number is never given again") { (store, _) async throws in
            let ada = try await user("Ada", in: store)
            let device = Device(name: "", address: "")
            func next() async throws -> Session.ID {
                try await store.write {
                    try $0.addSession(of: ada.id, device: device, at: time, expiresAt: time).id
                }
            }
            let first = try await next()
            let second = try await next()
            #expect(first < second)
        },
        Clause(promise: "a secret is kept, replaced and removed") { (store, _) async throws in
            #expect(try await store.read { try $0.secret(.tokens) } == nil)
            try await store.write { try $0.setSecret(.tokens, to: [1, 2]) }
            try await store.write { try $0.setSecret(.tokens, to: [3]) }
            #expect(try await store.read { try $0.secret(.tokens) } == [3])
            try await store.write { try $0.setSecret(.tokens, to: nil) }
            #expect(try await store.read { try $0.secret(.tokens) } == nil)
        },
    ]

    static let codes: [Clause] = [
        Clause(promise: "a new code takes the place of the one before, of the same purpose alone") {
            (store, _) async throws in
            let email = try address("ada@example.org")
            func put(_ purpose: OneTimeCode.Purpose, _ byte: UInt8) async throws {
                try await store.write {
                    try $0.putCode(
                        NewCode(email: email, purpose: purpose, proof: Array(repeating: byte, count: 32)), at: time)
                }
            }
            try await put(.login, 1)
            try await put(.reset, 2)
            try await put(.login, 3)
            let login = try await store.read { try $0.codes(for: email, purposes: [.login]).first }
            #expect(login?.proof.first == 3)
            let reset = try await store.read { try $0.codes(for: email, purposes: [.reset]).first }
            #expect(reset?.proof.first == 2)
            let newest = try await store.read { try $0.codes(for: email, purposes: [.login, .reset]).first }
            #expect(newest == login)
        },
        Clause(promise: "of fifty that use a code at once, one succeeds") { (store, _) async throws in
            let email = try address("ada@example.org")
            try await store.write {
                try $0.putCode(
                    NewCode(email: email, purpose: .login, proof: Array(repeating: 1, count: 32)), at: time)
            }
            let code = try #require(try await store.read { try $0.codes(for: email, purposes: [.login]).first })
            let used = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<50 { group.addTask { try await store.write { try $0.useCode(code.id, at: time) } } }
                return try await group.reduce(0, +)
            }
            #expect(used == 1)
        },
        Clause(promise: "tries of a code are counted up to their most, and not once it has been used") {
            (store, _) async throws in
            let email = try address("ada@example.org")
            try await store.write {
                try $0.putCode(
                    NewCode(email: email, purpose: .login, proof: Array(repeating: 1, count: 32)), at: time)
            }
            let code = try #require(try await store.read { try $0.codes(for: email, purposes: [.login]).first })
            for tries in 1...Limits.codeTriesMax {
                #expect(try await store.write { try $0.countTry(code.id) } == tries)
            }
            for _ in 1...2 { #expect(try await store.write { try $0.countTry(code.id) } == nil) }
            let most = Limits.codeTriesMax
            #expect(try await store.read { try $0.codes(for: email, purposes: [.login]).first?.wrongTries } == most)
            try await store.write {
                try $0.putCode(
                    NewCode(email: email, purpose: .reset, proof: Array(repeating: 1, count: 32)), at: time)
            }
            let used = try #require(try await store.read { try $0.codes(for: email, purposes: [.reset]).first })
            _ = try await store.write { try $0.useCode(used.id, at: time) }
            #expect(try await store.write { try $0.countTry(used.id) } == nil)
            #expect(try await store.write { try $0.countTry(OneTimeCode.ID(99)) } == nil)
        },
    ]

    static let mails: [Clause] = [
        Clause(promise: "mails fall due in their order, are put off and removed") { (store, _) async throws in
            for byte in 1...3 as ClosedRange<UInt8> {
                let at = time + .seconds(Int64(byte))
                _ = try await store.write { try $0.addMail([byte], at: at, expiresAt: at + .seconds(600)) }
            }
            #expect(try await store.read { try $0.nextMailDue(after: time) } == time + .seconds(1))
            #expect(try await store.read { try $0.nextMailDue(after: time + .seconds(1)) } == time + .seconds(2))
            #expect(try await store.read { try $0.nextMailDue(after: time + .seconds(3)) } == nil)
            #expect(try await store.read { try $0.mailsDue(at: time, limit: 9) } == [])
            let due = try await store.read { try $0.mailsDue(at: time + .seconds(2), limit: 9) }
            #expect(due.map(\.sealed) == [[1], [2]])
            let (first, second) = (try #require(due.first?.id), try #require(due.last?.id))
            try await store.write { try $0.postponeMail(first, until: time + .seconds(9), because: "no route") }
            _ = try await store.write { try $0.removeMail(second, as: .sent) }
            let later = try await store.read { try $0.mailsDue(at: time + .seconds(9), limit: 9) }
            #expect(later.map(\.sealed) == [[3], [1]])
            #expect(later.map(\.tries) == [0, 1])
            #expect(try await store.read { try $0.mailsWaiting() } == 2)
        }
    ]
}
