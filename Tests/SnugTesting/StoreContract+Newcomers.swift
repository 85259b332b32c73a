import SnugChat
import Testing

extension StoreContract {
    static let newcomers: [Clause] = [
        Clause(promise: "newcomers land in one open room at most, and nowhere once it is gone") {
            (store, _) async throws in
            let ada = try await user("Ada", in: store)
            func room(_ name: String, _ kind: Room.Kind = .open) async throws -> Room.ID {
                try await store.write { try $0.addRoom(name: name, kind: kind, createdBy: ada.id, at: time) }
            }
            #expect(try await store.read { try $0.welcomingRoom() } == nil)
            let (hall, garden) = (try await room("Hall"), try await room("Garden"))
            for next in [hall, garden] {
                try await store.write { try $0.setWelcoming(next) }
                #expect(try await store.read { try $0.welcomingRoom()?.id } == next)
            }
            #expect(try await store.read { try $0.rooms(after: nil, limit: 9).map(\.welcomes) } == [false, true])
            let closed = try await room("Attic", .group)
            await #expect(throws: StoreFault.self) { try await store.write { try $0.setWelcoming(closed) } }
            #expect(try await store.read { try $0.welcomingRoom()?.id } == garden)
            try await store.write { try $0.deleteRoom(garden) }
            #expect(try await store.read { try $0.welcomingRoom() } == nil)
            try await store.write { try $0.setWelcoming(hall) }
            try await store.write { try $0.setWelcoming(nil) }
            #expect(try await store.read { try $0.welcomingRoom() } == nil)
        },
        Clause(promise: "one invite stands at most") { (store, _) async throws in
            let ada = try await user("Ada", in: store)
            func add() async throws -> Invite? {
                try await store.write {
                    try $0.addStandingInvite(usesMax: 2, by: ada.id, at: time, expiresAt: time + .seconds(60))
                }
            }
            let other = try await store.write {
                try $0.addInvite("", rooms: [], usesMax: 2, by: ada.id, at: time, expiresAt: time)
            }
            #expect(try await store.read { try $0.standingInvite() } == nil)
            let invite = try #require(try await add())
            #expect(invite.isStanding && !other.isStanding)
            #expect(try await store.read { try $0.standingInvite() } == invite)
            #expect(try await store.read { try $0.invite(invite.id) } == invite)
            #expect(try await store.read { try $0.invite(other.id)?.isStanding } == false)
            #expect(try await add() == nil)
            let first = invite.id
            _ = try await store.write { try $0.removeInvite(first) }
            #expect(try await store.read { try $0.standingInvite() } == nil)
        },
        Clause(promise: "a closed account keeps its name, and loses its address, password and passkeys") {
            (store, _) async throws in
            let ada = try await user("Ada", in: store)
            try await store.write { store in
                _ = try store.addPasskey(
                    NewPasskey(credentialID: [1], publicKey: [2], counter: 0), named: "Key", of: ada.id, at: time)
                try store.closeUser(ada.id, at: time)
            }
            let closed = try #require(try await store.read { try $0.user(ada.id) })
            #expect((closed.name, closed.email.text) == ("Ada", ""))
            #expect((closed.closedAt, closed.deactivatedAt) == (time, time))
            #expect(try await store.read { try $0.passkeys(of: ada.id) } == [])
            #expect(try await store.read { try $0.passwordHash(of: ada.id) } == User.noPassword)
            #expect(try await store.read { try $0.user(email: ada.email) } == nil)
            let next = try await user("Ada", in: store)
            #expect(next.id != ada.id)
        },
        Clause(promise: "a closed account leaves nothing of its address, its devices and its hours") {
            (store, _) async throws in
            let (ada, ben) = (try await user("Ada", in: store), try await user("Ben", in: store))
            let device = Device(name: "Firefox", address: "192.0.2.7", network: "192.0.2.7")
            let hours = try QuietHours(typedFrom: "22:00", to: "07:00", timeZone: "Europe/Berlin")
            let subjects = [
                ada.email.text, "\(ada.email) 3", "\(ada.email) 192.0.2.7", "\(ada.email)x", ben.email.text,
                "\(ada.id)",
            ]
            let session = try await store.write { store in
                for subject in subjects {
                    _ = try store.takeThrottle("codes", subject, .seconds(1), atMost: .seconds(1), at: time)
                }
                try store.setQuiet(hours, of: ada.id)
                try store.touchUser(ada.id, at: time)
                let former = "before@example.org"
                for (act, actor, user, detail) in [
                    (AuditEntry.Act.codeHandedOn, ben.id, nil, ada.email.text.uppercased()),
                    (.codeHandedOn, ben.id, ada.id, former), (.emailChanged, ada.id, nil, former),
                    (.emailChanged, ben.id, ada.id, former), (.emailChanged, ben.id, nil, former),
                    (.signedIn, nil, ada.id, "code"),
                ] as [(AuditEntry.Act, User.ID?, User.ID?, String)] {
                    try store.addAudit(act, actor: actor, user: user, address: "", detail: detail, at: time)
                }
                return try store.addSession(of: ada.id, device: device, at: time, expiresAt: time + .seconds(9))
            }
            try await store.write { store in
                try store.closeUser(ada.id, at: time)
                // Of a socket that closes behind it.
                try store.touchUser(ada.id, at: time + .seconds(1))
            }
            let closed = try #require(try await store.read { try $0.user(ada.id) })
            #expect(closed.quiet == nil && closed.lastSeen == nil)
            #expect(try await store.read { try $0.session(session.id) } == nil)
            #expect(try await store.read { try $0.hasSession(of: ada.id, fromNetwork: device.network) } == false)
            let counted = try await store.read { store in try subjects.map { try store.throttle("codes", $0) != nil } }
            #expect(counted == [false, false, false, true, true, true])
            let details = try await store.read { try $0.audit(before: nil, limit: 9).map(\.detail) }
            #expect(details == ["code", "before@example.org", "", "", "", ""])
        },
        Clause(promise: "an account has another address, that no other has") { (store, _) async throws in
            let (ada, ben) = (try await user("Ada", in: store), try await user("Ben", in: store))
            let new = try address("ada@snug.example")
            try await store.write { try $0.setEmail(new, of: ada.id) }
            #expect(try await store.read { try $0.user(email: new)?.id } == ada.id)
            #expect(try await store.read { try $0.user(email: ada.email) } == nil)
            await #expect(throws: StoreFault.self) { try await store.write { try $0.setEmail(ben.email, of: ada.id) } }
        },
        Clause(promise: "a session that began with a login link is known by it") { (store, _) async throws in
            let ada = try await user("Ada", in: store)
            let session = try await store.write {
                try $0.addSession(of: ada.id, device: Device(name: "", address: ""), at: time, expiresAt: time)
            }
            #expect(try await store.read { try $0.session(session.id)?.cameByLink } == false)
            try await store.write { try $0.setCameByLink(session.id) }
            #expect(try await store.read { try $0.session(session.id)?.cameByLink } == true)
        },
    ]

    static let waiting: [Clause] = [
        Clause(promise: "codes that can be entered are listed, the newest first, with whom they are for") {
            (store, _) async throws in
            let ada = try await user("Ada", in: store)
            let (dora, next) = (try address("dora@example.org"), try address("ada@snug.example"))
            let registration = try await store.write {
                try $0.addRegistration(email: dora, name: "Dora", passwordHash: "x", inviteID: nil, at: time)
            }
            let proof = [UInt8](repeating: 1, count: 32)
            try await store.write { store in
                for new in [
                    NewCode(email: ada.email, purpose: .login, proof: proof, mail: .sent),
                    NewCode(
                        email: dora, purpose: .registration, registrationID: registration, proof: proof, mail: .waiting),
                    NewCode(email: next, purpose: .email, userID: ada.id, proof: proof, mail: .printed),
                    NewCode(email: ada.email, purpose: .loginLink, proof: proof),
                    NewCode(email: dora, purpose: .reset, proof: proof),
                ] { try store.putCode(new, at: time) }
            }
            func listed(at now: Timestamp = time, limit: Int = 9) async throws -> [WaitingCode] {
                try await store.read { try $0.waitingCodes(at: now, limit: limit) }
            }
            let all = try await listed()
            #expect(all.map(\.email) == [next, dora, ada.email])
            #expect(all.map(\.name) == ["Ada", "Dora", "Ada"])
            #expect(all.map(\.userID) == [ada.id, nil, ada.id])
            #expect(all.map(\.purpose) == [.email, .registration, .login])
            #expect(all.map(\.mail) == [.printed, .waiting, .sent])
            #expect(try await listed(limit: 1) == [all[0]])
            #expect(try await store.read { try $0.code(all[0].id)?.userID } == ada.id)
            #expect(try await listed(at: time + Limits.codeLifetime) == [])
            _ = try await store.write { try $0.useCode(all[2].id, at: time) }
            for _ in 0..<Limits.codeTriesMax { _ = try await store.write { try $0.countTry(all[1].id) } }
            #expect(try await listed() == [all[0]])
        },
        Clause(promise: "an account has one new address under way") { (store, _) async throws in
            let (ada, ben) = (try await user("Ada", in: store), try await user("Ben", in: store))
            let new = try address("new@snug.example")
            func put(_ email: EmailAddress, of user: User, _ byte: UInt8) async throws {
                try await store.write {
                    try $0.putCode(
                        NewCode(
                            email: email, purpose: .email, userID: user.id, proof: Array(repeating: byte, count: 32)),
                        at: time)
                }
            }
            try await put(try address("first@snug.example"), of: ada, 1)
            try await put(new, of: ada, 2)
            try await put(new, of: ben, 3)
            #expect(try await store.read { try $0.emailCode(of: ada.id)?.proof.first } == 2)
            #expect(try await store.read { try $0.emailCode(of: ben.id)?.email } == new)
            try await store.write { try $0.removeEmailCode(of: ada.id) }
            #expect(try await store.read { try $0.emailCode(of: ada.id) } == nil)
            #expect(try await store.read { try $0.emailCode(of: ben.id) } != nil)
        },
        Clause(promise: "the way of a code's mail is kept with it, of one that nobody waits for is not") {
            (store, _) async throws in
            let email = try address("ada@example.org")
            func put(_ purpose: OneTimeCode.Purpose, _ way: CodeMail) async throws -> QueuedMail.ID {
                try await store.write { store in
                    let mail = try store.addMail([1], at: time, expiresAt: time + .seconds(9))
                    try store.putCode(
                        NewCode(
                            email: email, purpose: purpose, proof: Array(repeating: 1, count: 32), mail: way,
                            mailID: mail),
                        at: time)
                    return mail
                }
            }
            for outcome in [CodeMail.sent, .printed, .failed] {
                let (real, decoy) = (try await put(.login, .waiting), try await put(.reset, .none))
                for mail in [real, decoy] { _ = try await store.write { try $0.removeMail(mail, as: outcome) } }
                #expect(try await store.read { try $0.codes(for: email, purposes: [.login]).first?.mail } == outcome)
                #expect(
                    try await store.read { try $0.codes(for: email, purposes: [.reset]).first?.mail } == CodeMail.none)
            }
        },
        Clause(promise: "a code that is removed, used or voided takes the mail that carries it out of the queue") {
            (store, _) async throws in
            let ada = try await user("Ada", in: store)
            let proof = [UInt8](repeating: 1, count: 32)
            let registration = try await store.write {
                try $0.addRegistration(email: ada.email, name: "A", passwordHash: "x", inviteID: nil, at: time)
            }
            func put(_ purpose: OneTimeCode.Purpose) async throws -> OneTimeCode {
                try await store.write { store in
                    let mail = try store.addMail([1], at: time, expiresAt: time + .seconds(9))
                    try store.putCode(
                        NewCode(
                            email: ada.email, purpose: purpose,
                            registrationID: purpose == .registration ? registration : nil,
                            userID: purpose == .email ? ada.id : nil, proof: proof, mail: .waiting, mailID: mail),
                        at: time)
                    return try #require(try store.codes(for: ada.email, purposes: [purpose]).first)
                }
            }
            func mails() async throws -> Int { try await store.read { try $0.mailsWaiting() } }
            _ = try await store.write { try $0.addMail([2], at: time, expiresAt: time + .seconds(9)) }
            let acts: [(OneTimeCode.Purpose, @Sendable (any StoreWriter, OneTimeCode) throws -> Void)] = [
                (.login, { store, code in try store.removeCodes(for: code.email, purposes: [.login]) }),
                (.email, { store, _ in try store.removeEmailCode(of: ada.id) }),
                (.reset, { store, _ in try store.sweep(SweepLimits(at: time + Limits.codePendingFor + .seconds(1))) }),
                (.login, { store, code in _ = try store.useCode(code.id, at: time) }),
                (.login, { store, code in for _ in 0..<Limits.codeTriesMax { _ = try store.countTry(code.id) } }),
                (.registration, { store, code in try store.removeRegistrations(email: code.email) }),
            ]
            for (purpose, act) in acts {
                let code = try await put(purpose)
                #expect(try await mails() == 2)
                try await store.write { try act($0, code) }
                #expect(try await mails() == 1, "\(purpose)")
            }
            for _ in 0..<2 { _ = try await put(.login) }
            #expect(try await mails() == 2)
            let code = try await put(.reset)
            _ = try await store.write { try $0.countTry(code.id) }
            #expect(try await mails() == 3)
        },
        Clause(promise: "the links to addresses that an account had are its own, and outlast the codes of their day") {
            (store, _) async throws in
            let (ada, ben) = (try await user("Ada", in: store), try await user("Ben", in: store))
            let proof = [UInt8](repeating: 1, count: 32)
            try await store.write { store in
                for (name, user) in [("first", ada), ("second", ada), ("third", ada), ("first", ben)] {
                    let email = try address("\(name)@snug.example")
                    try store.putCode(
                        NewCode(email: email, purpose: .takeBack, userID: user.id, proof: proof), at: time)
                }
                try store.putCode(
                    NewCode(email: try address("next@snug.example"), purpose: .email, userID: ada.id, proof: proof),
                    at: time)
            }
            func links(of user: User) async throws -> [OneTimeCode] {
                try await store.read { try $0.takeBacks(of: user.id) }
            }
            let all = try await links(of: ada)
            #expect(all.map(\.email.text) == ["first@snug.example", "second@snug.example", "third@snug.example"])
            try await store.write { try $0.removeTakeBacks(of: ada.id, from: all[1].id) }
            #expect(try await links(of: ada) == [all[0]])
            #expect(try await links(of: ben).count == 1)
            #expect(try await store.read { try $0.emailCode(of: ada.id)?.email.text } == "next@snug.example")
            try await store.write { try $0.removeEmailCode(of: ada.id) }
            #expect(try await links(of: ada) == [all[0]])
            try await store.write { try $0.removeTakeBacks(of: ada.id, from: nil) }
            #expect(try await links(of: ada) == [])
            try await store.write { try $0.sweep(SweepLimits(at: time + Limits.takeBackLifetime)) }
            #expect(try await links(of: ben).count == 1)
            try await store.write { try $0.sweep(SweepLimits(at: time + Limits.takeBackLifetime + .seconds(1))) }
            #expect(try await links(of: ben) == [])
        },
        Clause(promise: "the link to a new account outlasts the codes of its day") { (store, _) async throws in
            let email = try address("ada@example.org")
            let proof = [UInt8](repeating: 1, count: 32)
            try await store.write { store in
                try store.putCode(NewCode(email: email, purpose: .login, proof: proof), at: time)
                try store.putCode(NewCode(email: email, purpose: .welcomeLink, proof: proof), at: time)
            }
            func left(after span: Duration) async throws -> [OneTimeCode.Purpose] {
                try await store.write { try $0.sweep(SweepLimits(at: time + span)) }
                return try await store.read {
                    try $0.codes(for: email, purposes: [.login, .welcomeLink]).map(\.purpose)
                }
            }
            #expect(try await left(after: Limits.welcomeLinkLifetime) == [.welcomeLink])
            #expect(try await left(after: Limits.welcomeLinkLifetime + .seconds(1)) == [])
        },
    ]
}
