import SnugStore
import SnugTesting
import Testing

@testable import SnugChat

/// Two nodes that look, send, fail and are killed, while people speak, delete, read, come and go, in any order.
private struct MissedMailModel {
    /// A mail that a node is about to hand over.
    private typealias Delivery = (node: Int, mail: QueuedMail)

    private let town: Town
    private var nodes: [ChatServices]
    private var random: SeededRandom
    private var underway: [Delivery] = []
    /// The moment at which Ben last did anything.
    private var lastAct: Timestamp
    /// The mails to Ben that were delivered, by the moments at which they were written.
    private var delivered: [String: Timestamp] = [:]
    private var steps: [String] = []
    private var direct: Room.ID

    private var world: World { town.world }

    init(seed: UInt64) async throws {
        town = try await Town()
        let world = town.world
        random = SeededRandom(seed: seed)
        lastAct = world.clock.now
        nodes = (0..<2).map { Self.node($0, in: world) }
        direct = try await town.direct(with: world.ben)
        world.clock.advance(by: .seconds(1))
    }

    private static func node(_ number: Int, in world: World) -> ChatServices {
        ChatServices(
            policy: Policy(messagesPerSecond: 0), store: world.store, node: "node-\(number)",
            keys: InstallationKeys(secret: Array(repeating: 7, count: 32)), hasher: PlainHasher(),
            signer: PlainSigner(), verifier: PlainVerifier(), clock: world.clock,
            random: CountingRandomness(seed: UInt64(number) + UInt64(world.clock.now.seconds)))
    }

    private mutating func number(below count: Int) -> Int { Int.random(in: 0..<count, using: &random) }

    private mutating func node() -> ChatServices { nodes[number(below: nodes.count)] }

    /// Does something, and returns false once Ben has been mailed twice without having been there in between.
    mutating func step() async throws -> Bool {
        world.clock.advance(by: .seconds(1))
        let kind = number(below: 16)
        steps.append("\(kind)")
        switch kind {
        case 0, 1, 2: try await speak()
        case 3: try await delete()
        case 4, 5: try await decide()
        case 6, 7: try await look()
        case 8: try await lookTogether()
        case 9: try await begin()
        case 10, 11: try await finish()
        case 12: world.clock.advance(by: .seconds([60, 300, 1_000, 4_000, 40_000][number(below: 5)]))
        case 13: restart()
        case 14: try await moveOut()
        default: try await act()
        }
        return delivered.values.count { lastAct < $0 } <= 1
    }

    /// The kinds of what was done.
    var path: String { steps.joined(separator: " ") }

    private mutating func room() -> Room.ID { [world.lobby, world.attic, direct][number(below: 3)] }

    private mutating func speak() async throws {
        try await town.say("@Ben?", by: world.ada, in: room())
        if number(below: 2) == 0 { try await town.say("@Ben!", by: world.cleo) }
    }

    private mutating func delete() async throws {
        let room = room()
        let last = try await world.store.read { try $0.room(room)?.lastSeq ?? 0 }
        guard last > 0 else { return }
        _ = try? await world.chat.delete(last, in: room, by: world.ada)
    }

    private mutating func decide() async throws {
        let queue = node().pushQueue
        try await queue.decide(try await queue.undecidedRooms()) { _ in false }
    }

    private mutating func look() async throws {
        let isThere = number(below: 4) == 0
        try await node().missedMails.lookAtDue { _ in isThere }
    }

    private func lookTogether() async throws {
        try await withThrowingTaskGroup { group in
            for node in nodes { group.addTask { try await node.missedMails.lookAtDue { _ in false } } }
            try await group.waitForAll()
        }
    }

    private mutating func begin() async throws {
        let number = number(below: nodes.count)
        let due = try await nodes[number].mailQueue.dueMails(at: world.clock.now, limit: 9).mails
        // A node begins with none that it is at already.
        for mail in due where !underway.contains(where: { $0.node == number && $0.mail.id == mail.id }) {
            underway.append((number, mail))
        }
    }

    private mutating func finish() async throws {
        guard !underway.isEmpty else { return }
        let (node, mail) = underway.remove(at: number(below: underway.count))
        let queue = nodes[node].mailQueue
        switch number(below: 8) {
        case 0: try await queue.removeMail(mail, as: delivered[mail.mail.messageID ?? ""] == nil ? .refused : .taken)
        case 1: try await queue.removeMail(mail, as: delivered[mail.mail.messageID ?? ""] == nil ? .worthless : .taken)
        case 2, 3: try await queue.postponeMail(mail.id, until: world.clock.now + .seconds(90), because: "451")
        default:
            let id = try #require(mail.mail.messageID)
            if mail.mail.recipient == "ben@example.org" { delivered[id] = mail.mail.writtenAt }
            try await queue.removeMail(mail, as: .taken)
        }
    }

    /// Kills a node, whatever it was at.
    private mutating func restart() {
        let number = number(below: nodes.count)
        underway.removeAll { $0.node == number }
        nodes[number] = Self.node(number, in: world)
    }

    /// Puts Ben out of a room, or back into it.
    private mutating func moveOut() async throws {
        let (ben, room) = (world.ben.userID, number(below: 2) == 0 ? world.lobby : world.attic)
        if try await world.store.read({ try $0.isMember(ben, of: room) }) {
            try await world.chat.removeMember(ben, from: room, by: world.ada)
        } else {
            _ = try await world.chat.addMember(ben, to: room, by: world.ada)
        }
    }

    /// Has Ben do something.
    private mutating func act() async throws {
        let now = world.clock.now
        lastAct = now
        world.chat.noteUse(by: world.ben)
        switch number(below: 6) {
        case 0:
            let minute = Int(now.seconds / 60)
            let times = try [minute + 10, minute + 300].map { try #require(TimeOfDay(minutes: $0 % 1_440)) }
            let quiet = QuietHours(from: times[0], to: times[1], timeZone: "UTC")
            try await world.store.write { [ben = world.ben.userID] in try $0.setQuiet(quiet, of: ben) }
        case 1: try await world.store.write { [ben = world.ben.userID] in try $0.setQuiet(nil, of: ben) }
        case 2:
            try await world.chat.changeProfile(ProfileChange(mailsMissed: false), of: world.ben, on: World.device)
            try await world.chat.changeProfile(ProfileChange(mailsMissed: true), of: world.ben, on: World.device)
        default: try await read(room())
        }
    }

    private func read(_ room: Room.ID) async throws {
        let last = try await world.store.read { try $0.room(room)?.lastSeq ?? 0 }
        try? await world.chat.markRead(last, in: room, by: world.ben)
    }

    /// Returns true if Ben hears of what is said to him once he has read all else.
    mutating func hears() async throws -> Bool {
        let ben = world.ben.userID
        if try await world.store.read({ [lobby = world.lobby] in try !$0.isMember(ben, of: lobby) }) {
            _ = try await world.chat.addMember(ben, to: world.lobby, by: world.ada)
        }
        try await world.store.write { try $0.setQuiet(nil, of: ben) }
        world.clock.advance(by: .seconds(3 * 86_400))
        world.chat.noteUse(by: world.ben)
        for room in [world.lobby, world.attic, direct] { try await read(room) }
        _ = try await town.mails(after: .seconds(86_400))
        try await town.say("@Ben, are you there?", by: world.ada)
        return try await town.recipients().contains("ben")
    }
}

@Suite(.timeLimit(.minutes(5))) struct `Whatever happens in whatever order` {
    @Test(arguments: 0..<40 as Range<UInt64>)
    func `one mail tells of what was missed until its reader has been there`(seed: UInt64) async throws {
        var model = try await MissedMailModel(seed: seed)
        for _ in 0..<250 {
            guard try await model.step() else {
                Issue.record("mailed twice: \(model.path)")
                return
            }
        }
        #expect(try await model.hears(), "silenced: \(model.path)")
    }
}
