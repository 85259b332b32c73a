import SnugChat
import SnugTesting
import Testing

@Suite struct `One's own account` {
    @Test func `changes as a whole or not at all`() async throws {
        let world = try await World()
        let change = ProfileChange(
            name: " ", password: "another fine password", currentPassword: World.password, showsReading: false)
        await #expect {
            try await world.chat.changeProfile(change, of: world.ben, on: World.device)
        } throws: { error in
            guard case Refusal.invalid(let fields) = error else { return false }
            return fields.map(\.field) == ["name"]
        }
        await #expect {
            let change = ProfileChange(name: "\u{7}", password: "short")
            try await world.chat.changeProfile(change, of: world.ben, on: World.device)
        } throws: { error in
            guard case Refusal.invalid(let fields) = error else { return false }
            return fields.map(\.field) == ["name", "password", "current_password"]
        }
        let wrong = ProfileChange(name: "Benjamin", password: "another fine password", currentPassword: "wrong")
        await #expect(throws: Refusal.invalidCredentials) {
            try await world.chat.changeProfile(wrong, of: world.ben, on: World.device)
        }
        let ben = try await world.chat.account(of: world.ben).user
        #expect(ben.name == "Ben" && ben.showsReading)
        #expect(world.events.events.isEmpty)
        _ = try await world.chat.login(email: "ben@example.org", password: World.password)
    }

    @Test func `keeps its password where its name would cost others too much`() async throws {
        let world = try await World(policy: Policy(registration: .open, actsPerMinute: 1, messagesPerSecond: 0))
        for number in 1...10 { try await world.chat.rename(world.ben, to: "Ben \(number)") }
        let change = ProfileChange(
            name: "Benjamin", password: "another fine password", currentPassword: World.password)
        await #expect {
            try await world.chat.changeProfile(change, of: world.ben, on: World.device)
        } throws: { error in
            if case Refusal.rateLimited = error { true } else { false }
        }
        _ = try await world.chat.login(email: "ben@example.org", password: World.password)
        // A name that it has already, and its password alone, cost nobody anything.
        try await world.chat.rename(world.ben, to: "Ben 10")
        try await world.chat.changePassword(of: world.ben, from: World.password, to: "another fine password")
    }

    @Test func `shows others how far it read before it hid that, and the newest once it shows it again`() async throws {
        let world = try await World()
        for number in 1...3 {
            _ = try await world.chat.post(Draft(roomID: world.lobby, content: "\(number)"), by: world.ada)
        }
        func position(for viewer: Caller) async throws -> Int64? {
            let members = try await world.chat.room(world.lobby, for: viewer).members
            return members.first { $0.member.userID == world.ben.userID }?.member.readSeq
        }
        try await world.chat.markRead(1, in: world.lobby, by: world.ben)
        try await world.chat.changeProfile(ProfileChange(showsReading: false), of: world.ben, on: World.device)
        try await world.chat.markRead(2, in: world.lobby, by: world.ben)
        #expect(try await position(for: world.ada) == 1)
        #expect(try await position(for: world.ben) == 2)
        let again = try await world.chat.addMember(world.ben.userID, to: world.lobby, by: world.ada)
        #expect(again.member.readSeq == 1)
        #expect(
            world.events.events.last == .read(world.lobby, world.ben.userID, ReadPosition(seq: 2, isTold: false)))
        try await world.chat.changeProfile(ProfileChange(showsReading: true), of: world.ben, on: World.device)
        #expect(try await position(for: world.ada) == 2)
    }

    @Test func `has hours without notices, by the clock of a place, which cost nobody anything`() async throws {
        let world = try await World(policy: Policy(registration: .open, actsPerMinute: 0.2, messagesPerSecond: 0))
        let night = try QuietHours(typedFrom: "22:00", to: "07:30", timeZone: "Europe/Berlin")
        for quiet in [night, night, nil, night] as [QuietHours?] {
            try await world.chat.changeProfile(ProfileChange(quiet: .some(quiet)), of: world.ben, on: World.device)
            #expect(try await world.chat.account(of: world.ben).user.quiet == quiet)
        }
        try await world.chat.changeProfile(ProfileChange(showsReading: true), of: world.ben, on: World.device)
        #expect(try await world.chat.account(of: world.ben).user.quiet == night)
        #expect(world.events.events.isEmpty)
        #expect("\(night.from) \(night.to)" == "22:00 07:30")
    }

    @Test func `has no hours that nobody can tell`() {
        let times = [
            ("22:00", "22:00"), ("24:00", "07:00"), ("7:00", "08:00"), ("22:60", "07:00"), ("", ""), ("２２:00", "07:00"),
        ]
        for (from, to) in times {
            #expect(throws: Refusal.self, "\(from) to \(to)") {
                try QuietHours(typedFrom: from, to: to, timeZone: "Europe/Berlin")
            }
        }
        let places = [
            "", "Europe/Nowhere", "GMT+3", "+01:00", "../../etc/passwd", String(repeating: "a/", count: 40),
            "Europe/Berlin\0",
        ]
        for place in places {
            #expect(throws: Refusal.self, "\(place)") {
                try QuietHours(typedFrom: "22:00", to: "07:00", timeZone: place)
            }
        }
        for place in ["UTC", "America/Argentina/Buenos_Aires", "Etc/GMT+3", "Asia/Kolkata"] {
            #expect(throws: Never.self, "\(place)") { try QuietHours(typedFrom: "22:00", to: "07:00", timeZone: place) }
        }
    }
}
