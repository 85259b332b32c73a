import SnugChat
import SnugTesting
import Testing

/// A use case that takes a role or membership, as someone calls it.
struct Act: Sendable, CustomTestStringConvertible {
    let name: String
    /// The least that its caller must be.
    let least: Role
    let call: @Sendable (World, Caller) async throws -> Void
    var testDescription: String { name }
}

private let device = World.device

extension Act {
    static let all: [Act] = [
        Act(name: "changeAccount", least: .owner) { world, caller in
            _ = try await world.chat.changeAccount(
                world.ben.userID, AccountChange(role: .owner), by: caller, from: device)
        },
        Act(name: "makeInvite", least: .admin) { world, caller in
            _ = try await world.chat.makeInvite(NewInvite(), by: caller, from: device)
        },
        Act(name: "makeStandingInvite", least: .admin) { world, caller in
            _ = try await world.chat.makeStandingInvite(by: caller, from: device)
        },
        Act(name: "mailInvite", least: .admin) { world, caller in
            let invite = try await world.chat.makeStandingInvite(by: world.ada, from: device)
            _ = try await world.chat.mailInvite(invite.invite.id, to: "x@example.org", by: caller, from: device)
        },
        Act(name: "revokeInvite", least: .admin) { world, caller in
            let invite = try await world.chat.makeInvite(NewInvite(), by: world.ada, from: device)
            try await world.chat.revokeInvite(invite.invite.id, by: caller, from: device)
        },
        Act(name: "addAccount", least: .admin) { world, caller in
            _ = try await world.chat.addAccount(
                name: "New", email: "new@example.org", role: .member, by: caller, from: device)
        },
        Act(name: "welcomeAgain", least: .admin) { world, caller in
            let added = try await world.chat.addAccount(
                name: "New", email: "new@example.org", role: .member, by: world.ada, from: device)
            _ = try await world.chat.welcomeAgain(added.user.id, at: nil, by: caller, from: device)
        },
        Act(name: "makeLoginLink", least: .admin) { world, caller in
            _ = try await world.chat.makeLoginLink(for: world.ben.userID, by: caller, from: device)
        },
        Act(name: "handOnCode", least: .owner) { world, caller in
            _ = try await world.chat.login(email: "ben@example.org", password: World.password)
            let id = try #require(try await world.chat.waitingCodes(for: world.ada).first?.id)
            _ = try await world.chat.handOnCode(id, by: caller, from: device)
        },
        Act(name: "endSession", least: .admin) { world, caller in
            try await world.chat.endSession(world.cleo.sessionID, byAdministrator: caller, from: device)
        },
        Act(name: "changeRoom", least: .admin) { world, caller in
            let room = try await world.chat.makeRoom(.open, name: "Hall", with: [], by: world.ada)
            _ = try await world.chat.changeRoom(
                room.room.summary.room.id, RoomChange(welcomes: true), by: caller)
        },
        Act(name: "deleteRoom", least: .admin) { world, caller in
            try await world.chat.deleteRoom(world.lobby, by: caller, from: device)
        },
        Act(name: "noteDownload", least: .owner) { world, caller in
            try await world.chat.noteDownload(of: "x", by: caller, from: device)
        },
        Act(name: "sendTestMail", least: .admin) { world, caller in
            _ = try await world.chat.sendTestMail(through: NoInspector(), of: NoKeeper(), to: caller, on: device)
        },
        Act(name: "changeSettings", least: .owner) { world, caller in
            _ = try await world.chat.changeSettings(["a": "1"], of: NoKeeper(), by: caller, from: device)
        },
        Act(name: "takeBackup", least: .admin) { world, caller in
            _ = try await world.chat.takeBackup(in: NoArchive(), by: caller, from: device)
        },
        Act(name: "makeRoom", least: .member) { world, caller in
            _ = try await world.chat.makeRoom(.group, name: "Den", with: [], by: caller)
        },
        Act(name: "addMember", least: .member) { world, caller in
            let room = try await world.chat.makeRoom(.open, name: "Hall", with: [], by: world.ada)
            _ = try await world.chat.addMember(caller.userID, to: room.room.summary.room.id, by: caller)
        },
        Act(name: "post", least: .member) { world, caller in
            let now = world.clock.now
            try await world.store.write {
                try $0.addMember(caller.userID, to: world.lobby, role: .member, readSeq: 0, at: now)
            }
            _ = try await world.chat.post(Draft(roomID: world.lobby, content: "hi"), by: caller)
        },
        Act(name: "changeProfile", least: .member) { world, caller in
            try await world.chat.changeProfile(ProfileChange(name: "Other"), of: caller, on: device)
        },
        Act(name: "changeEmail", least: .member) { world, caller in
            _ = try await world.chat.changeEmail(
                to: "new@example.org", password: World.password, of: caller, from: device)
        },
        Act(name: "closeAccount", least: .member) { world, caller in
            try await world.chat.closeAccount(password: World.password, of: caller, from: device)
        },
    ]
}

/// Callers are found when the head of a request comes; what they do is decided later.
@Suite struct `An act` {
    private func eve(_ role: Role, in world: World) async throws -> Caller {
        try await World.settle("Eve", as: role, world.chat, world.store, world.clock)
    }

    @Test(arguments: Act.all) func `is done by whoever still may`(act: Act) async throws {
        let world = try await World()
        try await act.call(world, try await eve(act.least, in: world))
    }

    @Test(arguments: Act.all) func `is not done by whoever was signed out after they were found`(act: Act) async throws
    {
        let world = try await World()
        let eve = try await eve(act.least, in: world)
        try await world.chat.logout(eve, from: device)
        let before = try await world.store.read { try $0.audit(before: nil, limit: 99) }
        await #expect(throws: Refusal.unauthenticated) { try await act.call(world, eve) }
        #expect(try await acts(of: eve, since: before, in: world) == [])
    }

    @Test(arguments: Act.all) func `is not done by whoever was put out of use after they were found`(act: Act)
        async throws
    {
        let world = try await World()
        let eve = try await eve(act.least, in: world)
        _ = try await world.chat.changeAccount(
            eve.userID, AccountChange(isDeactivated: true), by: world.ada, from: device)
        await #expect(throws: Refusal.unauthenticated) { try await act.call(world, eve) }
    }

    @Test(arguments: Act.all.filter { $0.least != .member })
    func `is not done by whoever lost the role after they were found`(act: Act) async throws {
        let world = try await World()
        let eve = try await eve(act.least, in: world)
        let less: Role = act.least == .owner ? .admin : .member
        _ = try await world.chat.changeAccount(
            eve.userID, AccountChange(role: less), by: world.ada, from: device)
        let before = try await world.store.read { try $0.audit(before: nil, limit: 99) }
        do {
            try await act.call(world, eve)
            Issue.record("it was done")
        } catch Refusal.forbidden, Refusal.notFound(.room) {
            #expect(try await acts(of: eve, since: before, in: world) == [])
        }
    }

    /// Returns the acts of a caller since, as the audit trail has them.
    private func acts(of caller: Caller, since before: [AuditEntry], in world: World) async throws -> [AuditEntry.Act] {
        try await world.store.read { try $0.audit(before: nil, limit: 99) }
            .filter { entry in entry.actor == caller.userID && !before.contains(entry) }.map(\.act)
    }
}

private struct NoInspector: Inspector {
    func findings() async -> (findings: [Finding], checkedAt: Timestamp) { ([], Timestamp(seconds: 0)) }
    func latestFindings() async -> (findings: [Finding], checkedAt: Timestamp)? { nil }
    func deliver(_ mail: Mail, with changes: [String: String?]) async throws(MailFault) -> String? { nil }
}

private struct NoKeeper: SettingsKeeper {
    func settings() async throws -> [ServerSetting] { [] }
    func check(_ changes: [String: String?]) async throws {}
    func reload() async {}
}

private struct NoArchive: BackupArchive {
    func backups() async throws -> [BackupCopy] { [] }
    func takeBackup() async throws -> BackupCopy {
        BackupCopy(name: "x", takenAt: nil, bytes: 0, messages: nil)
    }
    func progress() async -> BackupProgress? { nil }
    func open(_ name: String) async throws -> (any OpenBackup)? { nil }
}
