import SnugChat
import SnugTesting
import Testing

@Suite struct `The audit trail` {
    let device = World.device

    private func newest(_ count: Int, in world: World) async throws -> [AuditEntry] {
        try await world.chat.audit(before: nil, limit: count, for: world.ada).items
    }

    @Test func `says of a role which one was before`() async throws {
        let world = try await World()
        for role in [Role.admin, .member] {
            _ = try await world.chat.changeAccount(
                world.ben.userID, AccountChange(role: role), by: world.ada, from: device)
        }
        #expect(try await newest(2, in: world).map(\.detail) == ["member, was admin", "admin, was member"])
    }

    @Test func `says where newcomers land, and once they land nowhere`() async throws {
        let world = try await World()
        let hall = try await world.chat.makeRoom(.open, name: "Hall", with: [], by: world.ada).room.summary.room.id
        for welcomes in [true, true, false] {
            _ = try await world.chat.changeRoom(hall, RoomChange(name: "Foyer", welcomes: welcomes), by: world.ada)
        }
        let entries = try await newest(9, in: world).filter { $0.act == .roomWelcomes }
        #expect(entries.map(\.detail) == ["", "\(hall)"])
        #expect(entries.allSatisfy { $0.actor == world.ada.userID })
    }

    @Test func `says which invite was taken back, the standing one too`() async throws {
        let world = try await World()
        let choir = try await world.chat.makeInvite(NewInvite(name: "The choir"), by: world.ada, from: device)
        try await world.chat.revokeInvite(choir.invite.id, by: world.ada, from: device)
        for _ in 1...2 { _ = try await world.chat.makeStandingInvite(by: world.ada, from: device) }
        let standing = try await world.chat.standingInvite(for: world.ada)
        try await world.services.console.revokeInvite(standing.invite.id)
        let entries = try await newest(6, in: world)
        #expect(
            entries.map(\.act) == [
                .inviteRevoked, .inviteMade, .inviteRevoked, .inviteMade, .inviteRevoked, .inviteMade,
            ])
        #expect(entries.map(\.detail) == ["standing", "standing", "standing", "standing", "The choir", "The choir"])
    }

    @Test func `says of a passkey that it came after a login link`() async throws {
        let world = try await World()
        let link = try await world.chat.makeLoginLink(for: world.ben.userID, by: world.ada, from: device)
        let signIn = try await world.chat.signIn(byLink: String(link.url.split(separator: "#")[1]), on: device)
        let opened = try await world.chat.authenticate(signIn.token)
        for (caller, key) in [(world.ben, UInt8(1)), (opened, 2)] {
            let challenge = try await world.chat.passkeyRegistrationOptions(for: caller).challenge
            _ = try await world.chat.addPasskey(
                PasskeyAnswer(
                    id: [key], rawID: [key], type: "public-key", clientDataJSON: challenge,
                    attestationObject: Array("true".utf8)),
                name: "Key \(key)", for: caller, from: device)
        }
        let entries = try await newest(2, in: world)
        #expect(entries.map(\.act) == [.passkeyAddedByLink, .passkeyAdded])
        #expect(entries.map(\.detail) == ["Key 2", "Key 1"])
    }
}
