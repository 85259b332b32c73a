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
    /// The mails whose delivery a node gave up before another had delivered them, though it does so later.
    private var failed: Set<String> = []
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
        let kind = number(below: 20)
        steps.append("\(kind)")
        switch kind {
        case 0...1: try await speak()
        case 2...3: try await delete()
        case 4...5: try await decide()
        case 6...8: try await look()
        case 9: try await lookTogether()
        case 10...11: try await begin()
        case 12...14: try await finish()
        case 15...16: try await passTime()
        case 17: restart()
        case 18: try await moveOut()
        default: if number(below: 3) == 0 { try await act() }
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

    /// Returns the message that Ben was mailed about last, if he was, else one of any room.
    private mutating func told() async throws -> (room: Room.ID, seq: Int64) {
        let (ben, room) = (world.ben.userID, room())
        return try await world.store.read { store in
            if case .sent(let seq, let room, _) = try store.missedMail(of: ben) { return (room, seq) }
            return (room, try store.room(room)?.lastSeq ?? 0)
        }
    }

    private mutating func delete() async throws {
        let told = try await told()
        _ = try? await world.chat.delete(told.seq, in: told.room, by: world.ada)
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
        let own = Set(underway.filter { $0.node == number }.map(\.mail.id))
        let due = try await nodes[number].mailQueue.dueMails(at: world.clock.now, limit: 9, besides: own).mails
        underway += due.map { (number, $0) }
    }

    private mutating func finish() async throws {
        guard !underway.isEmpty else { return }
        let (node, mail) = underway.remove(at: number(below: underway.count))
        let (queue, id) = (nodes[node].mailQueue, try #require(mail.mail.messageID))
        let kind = number(below: 10)
        switch kind {
        case 0...2:
            if delivered[id] == nil { failed.insert(id) }
            try await queue.removeMail(mail, as: [.refused, .worthless, .refusedContent][kind])
        case 3: try await queue.postponeMail(mail.id, until: world.clock.now + .seconds(90), because: "451")
        default:
            if mail.mail.recipient == "ben@example.org", !failed.contains(id) { delivered[id] = mail.mail.writtenAt }
            try await queue.removeMail(mail, as: .taken)
        }
    }

    /// Lets time pass, for longer than a delivery may take: those under way end without an answer.
    private mutating func passTime() async throws {
        for (node, mail) in underway {
            try await nodes[node].mailQueue.postponeMail(mail.id, until: world.clock.now, because: "no answer")
        }
        underway = []
        world.clock.advance(by: .seconds([400, 1_000, 1_000, 4_000, 40_000][number(below: 5)]))
    }

    /// Kills a node, whatever it was at.
    private mutating func restart() {
        let number = number(below: nodes.count)
        underway.removeAll { $0.node == number }
        nodes[number] = Self.node(number, in: world)
    }

    /// Puts Ben out of a room, and back into it at once or later.
    private mutating func moveOut() async throws {
        let (ben, room) = (world.ben.userID, try await told().room)
        guard room != direct else { return }
        if try await world.store.read({ try $0.isMember(ben, of: room) }) {
            try await world.chat.removeMember(ben, from: room, by: world.ada)
            guard number(below: 2) == 0 else { return }
        }
        _ = try await world.chat.addMember(ben, to: room, by: world.ada)
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

    /// Returns true if Ben hears of what is said to him once he has read something else that was said since.
    mutating func hears() async throws -> Bool {
        let ben = world.ben.userID
        if try await world.store.read({ [lobby = world.lobby] in try !$0.isMember(ben, of: lobby) }) {
            _ = try await world.chat.addMember(ben, to: world.lobby, by: world.ada)
        }
        try await world.store.write { try $0.setQuiet(nil, of: ben) }
        world.clock.advance(by: .seconds(3 * 86_400))
        world.chat.noteUse(by: world.ben)
        try await town.say("Good morning", by: world.ada)
        try await read(world.lobby)
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
