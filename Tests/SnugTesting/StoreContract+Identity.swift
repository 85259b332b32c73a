import SnugChat
import Testing

extension StoreContract {
    static let identity: [Clause] = [
        Clause(promise: "a passkey is found by its credential, and no two users share one") { (store, _) async throws in
            let (ada, ben) = (try await user("Ada", in: store), try await user("Ben", in: store))
            let new = NewPasskey(credentialID: [1, 2, 3], publicKey: [9], counter: 4)
            let added = try await store.write { try $0.addPasskey(new, named: "Key", of: ada.id, at: time) }
            let passkey = try #require(added)
            #expect(try await store.read { try $0.passkey(credentialID: [1, 2, 3]) } == passkey)
            #expect(try await store.read { try $0.passkeys(of: ada.id) } == [passkey])
            let next = time + .milliseconds(1)
            #expect(try await store.read { try $0.passkeysMade(from: time, until: next) } == 1)
            #expect(try await store.read { try $0.passkeysMade(from: next, until: next + .seconds(1)) } == 0)
            let second = try await store.write { try $0.addPasskey(new, named: "Key", of: ben.id, at: time) }
            #expect(second == nil)
            #expect(try await store.write { try $0.usePasskey(passkey.id, counter: UInt32.max, at: time) })
            #expect(try await store.read { try $0.passkey(credentialID: [1, 2, 3])?.counter } == UInt32.max)
            try await store.write { try $0.removePasskey(passkey.id) }
            #expect(try await store.read { try $0.passkeys(of: ada.id) }.isEmpty)
        },
        Clause(promise: "a passkey's counter goes up with each use, or is always 0") { (store, _) async throws in
            let ada = try await user("Ada", in: store)
            func add(_ credential: UInt8, counter: UInt32) async throws -> Passkey.ID? {
                let new = NewPasskey(credentialID: [credential], publicKey: [9], counter: counter)
                return try await store.write { try $0.addPasskey(new, named: "Key", of: ada.id, at: time)?.id }
            }
            func use(_ id: Passkey.ID, _ counter: UInt32) async throws -> Bool {
                try await store.write { try $0.usePasskey(id, counter: counter, at: time) }
            }
            let counting = try #require(try await add(1, counter: 4))
            let still = try #require(try await add(2, counter: 0))
            for (counter, isUsed) in [(5, true), (5, false), (4, false), (0, false), (6, true)] as [(UInt32, Bool)] {
                #expect(try await use(counting, counter) == isUsed)
            }
            for _ in 1...2 { #expect(try await use(still, 0)) }
            #expect(try await !use(Passkey.ID(99), 7))
        },
        Clause(promise: "a secret or setting is made once, and taken or changed only as it was known") {
            (store, _) async throws in
            #expect(try await store.write { try $0.addSecret(.setup, [1]) })
            #expect(try await store.write { try !$0.addSecret(.setup, [2]) })
            #expect(try await store.write { try !$0.removeSecret(.setup, [2]) })
            #expect(try await store.read { try $0.secret(.setup) } == [1])
            #expect(try await store.write { try $0.removeSecret(.setup, [1]) })
            #expect(try await store.write { try !$0.removeSecret(.setup, [1]) })
            func change(_ known: String?, _ value: String?) async throws -> Bool {
                try await store.write { try $0.changeSetting("site-name", from: known, to: value) }
            }
            #expect(try await change(nil, "Snug"))
            #expect(try await !change(nil, "Other"))
            #expect(try await !change("Other", nil))
            #expect(try await !change("Other", "Third"))
            #expect(try await store.read { try $0.setting("site-name") } == "Snug")
            #expect(try await change("Snug", "Den"))
            #expect(try await change("Den", nil))
            #expect(try await !change("Den", nil))
            #expect(try await change(nil, nil))
        },
        Clause(promise: "an owner goes only while another stays who is in use and has come in") {
            (store, _) async throws in
            func owner(_ name: String, _ password: String = User.noPassword) async throws -> User.ID {
                let email = try address("\(name)@example.org")
                return try await store.write {
                    try $0.addUser(name: name, email: email, passwordHash: password, role: .owner, at: time).id
                }
            }
            func keeps(without id: User.ID) async throws -> Bool {
                try await store.write { try $0.keepsOwner(without: id) }
            }
            let (ada, ben) = (try await owner("ada", "hash"), try await owner("ben"))
            #expect(try await !keeps(without: ada))
            #expect(try await keeps(without: ben))
            _ = try await store.write { store in
                let device = Device(name: "Firefox", address: "192.0.2.7")
                let session = try store.addSession(of: ben, device: device, at: time, expiresAt: time)
                return try store.endSession(session.id, at: time)
            }
            #expect(try await keeps(without: ada))
            try await store.write { try $0.setDeactivated(time, of: ben) }
            #expect(try await !keeps(without: ada))
            let cleo = try await owner("cleo")
            #expect(try await !keeps(without: ada))
            let new = NewPasskey(credentialID: [3], publicKey: [9], counter: 0)
            _ = try await store.write { try $0.addPasskey(new, named: "Key", of: cleo, at: time) }
            #expect(try await keeps(without: ada))
            try await store.write { try $0.setRole(.member, of: cleo) }
            #expect(try await !keeps(without: ada))
        },
        Clause(promise: "a challenge is used once") { (store, _) async throws in
            #expect(try await store.write { try $0.useChallenge([1], until: time) } == 1)
            #expect(try await store.write { try $0.useChallenge([1], until: time) } == 0)
            #expect(try await store.write { try $0.useChallenge([2], until: time) } == 1)
        },
        Clause(promise: "an invite lets in as many as it says") { (store, _) async throws in
            let ada = try await user("Ada", in: store)
            let room = try await room(of: [ada], in: store)
            let invite = try await store.write { store in
                try store.addInvite(
                    "friends", rooms: [room], usesMax: 2, by: ada.id, at: time, expiresAt: time + .seconds(60))
            }
            #expect(try await store.read { try $0.invites(at: time) } == [invite])
            for _ in 0..<2 { #expect(try await store.write { try $0.useInvite(invite.id) } == 1) }
            #expect(try await store.write { try $0.useInvite(invite.id) } == 0)
            #expect(try await store.read { try $0.invites(at: time) }.isEmpty)
            #expect(try await store.read { try $0.invite(invite.id)?.uses } == 2)
            #expect(try await store.write { try $0.removeInvite(invite.id) } == 1)
            #expect(try await store.write { try $0.removeInvite(invite.id) } == 0)
        },
        Clause(promise: "an invite that is over is not listed") { (store, _) async throws in
            let ada = try await user("Ada", in: store)
            try await store.write { store in
                _ = try store.addInvite("", rooms: [], usesMax: 1, by: ada.id, at: time, expiresAt: time)
            }
            #expect(try await store.read { try $0.invites(at: time) }.isEmpty)
        },
        Clause(promise: "a throttle is remembered until it is at rest") { (store, _) async throws in
            func take(_ subject: String, _ cost: Int, at now: Timestamp = time) async throws -> Bool {
                try await store.write {
                    try $0.takeThrottle("a", subject, .seconds(cost), atMost: .seconds(3), at: now)
                }
            }
            #expect(try await take("x", 1))
            #expect(try await take("y", 1, at: time - .seconds(2)))
            #expect(try await store.read { try $0.throttle("a", "x") } == time + .seconds(1))
            #expect(try await store.read { try $0.throttle("b", "x") } == nil)
            try await store.write { try $0.sweep(SweepLimits(at: time)) }
            #expect(try await store.read { try $0.throttle("a", "x") } != nil)
            #expect(try await store.read { try $0.throttle("a", "y") } == nil)
        },
        Clause(promise: "a throttle gives as many tries as it has, whatever was known of it, and takes them back") {
            (store, _) async throws in
            func take(_ cost: Int = 1, at now: Timestamp = time) async throws -> Bool {
                try await store.write {
                    try $0.takeThrottle("a", "x", .seconds(cost), atMost: .seconds(3), at: now)
                }
            }
            #expect(try await !take(4))
            #expect(try await store.read { try $0.throttle("a", "x") } == nil)
            #expect(try await take(2))
            #expect(try await !take(2))
            #expect(try await take())
            #expect(try await !take())
            #expect(try await store.read { try $0.throttle("a", "x") } == time + .seconds(3))
            try await store.write { try $0.giveBackThrottle("a", "x", .seconds(1)) }
            #expect(try await take())
            #expect(try await take(at: time + .seconds(1)))
            // At rest again, and ahead of a clock that went back.
            for now in [time + .seconds(99), time - Limits.clockStepMax] {
                #expect(try await take(at: now))
                #expect(try await store.read { try $0.throttle("a", "x") } == now + .seconds(1))
            }
        },
        Clause(promise: "the audit trail is read backwards") { (store, _) async throws in
            let ada = try await user("Ada", in: store)
            try await store.write { store in
                try store.addAudit(.setUp, actor: nil, user: ada.id, address: "", detail: "", at: time)
                try store.addAudit(.signedIn, actor: nil, user: ada.id, address: "::1", detail: "code", at: time)
                try store.addAudit(.inviteMade, actor: ada.id, user: nil, address: "::1", detail: "", at: time)
            }
            let all = try await store.read { try $0.audit(before: nil, limit: 10) }
            #expect(all.map(\.act) == [.inviteMade, .signedIn, .setUp])
            #expect(try await store.read { try $0.audit(before: all[0].id, limit: 1) } == [all[1]])
        },
        Clause(promise: "a device is known by what it is and where") { (store, _) async throws in
            let ada = try await user("Ada", in: store)
            let home = Device(name: "Firefox on Linux", address: "192.0.2.1")
            #expect(try await store.read { try $0.hasSession(of: ada.id, on: nil) } == false)
            let session = try await store.write { store in
                try store.addSession(of: ada.id, device: home, at: time, expiresAt: time + .seconds(60))
            }
            _ = try await store.write { try $0.endSession(session.id, at: time) }
            #expect(try await store.read { try $0.hasSession(of: ada.id, on: home) })
            #expect(try await store.read { try $0.hasSession(of: ada.id, fromNetwork: "192.0.2.1") })
            let nextDoor = Device(name: "Firefox on Linux", address: "192.0.2.9", network: "192.0.2.1")
            #expect(try await store.read { try $0.hasSession(of: ada.id, on: nextDoor) })
            let elsewhere = Device(name: "Firefox on Linux", address: "192.0.2.2")
            #expect(try await store.read { try $0.hasSession(of: ada.id, on: elsewhere) } == false)
        },
        Clause(promise: "roles, deactivation and owners") { (store, _) async throws in
            let ada = try await user("Ada", in: store)
            #expect(try await store.read { try $0.owners() }.isEmpty)
            try await store.write { try $0.setRole(.owner, of: ada.id) }
            #expect(try await store.read { try $0.owners().map(\.id) } == [ada.id])
            try await store.write { try $0.setDeactivated(time, of: ada.id) }
            #expect(try await store.read { try $0.owners() }.isEmpty)
            #expect(try await store.read { try $0.accounts(after: nil, limit: 9).map(\.deactivatedAt) } == [time])
        },
        Clause(promise: "a setting is kept, replaced and forgotten") { (store, _) async throws in
            try await store.write { store in
                try store.setSetting("a", to: "1")
                try store.setSetting("a", to: "2")
            }
            #expect(try await store.read { try $0.setting("a") } == "2")
            #expect(try await store.read { try $0.settings() } == ["a": "2"])
            try await store.write { try $0.setSetting("a", to: nil) }
            #expect(try await store.read { try $0.setting("a") } == nil)
        },
    ]
}
