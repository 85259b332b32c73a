import NIOCore
import SnugChat
import SnugTesting
import Testing

@testable import SnugServer

@Suite("People at several nodes", .timeLimit(.minutes(5))) struct PeerPresenceTests {
    private static let moment = Timestamp(seconds: 1_795_363_200)

    /// A node, with those of whom its clients were told that they are there.
    private final class Node {
        let id: PeerID
        let presence = Presence()
        var told: Set<User.ID> = []
        /// What the others are yet to hear of it, one after the other.
        var letters: [PeerID: [PeerNote]] = [:]
        /// Visits that end where nobody comes back until then.
        var ends: [(at: NIODeadline, user: User.ID, visit: UInt64)] = []
        var sockets: [User.ID: Int] = [:]
        var news = 0

        init(_ id: PeerID) {
            self.id = id
            presence.meetPeers(as: id)
        }

        func tell(_ user: User.ID, isOnline: Bool) {
            news += 1
            let isNew = isOnline ? told.insert(user).inserted : told.remove(user) != nil
            #expect(isNew, "what is told is always news")
        }
    }

    /// Nodes that hear of one another late, in part or never, and die.
    private struct Nodes {
        var running: [Node] = []
        var now = NIODeadline.uptimeNanoseconds(1_000_000_000_000)
        private var started: UInt64 = 0
        private var shown: Set<User.ID>
        let users: [User.ID]
        /// True while nobody hears anything, not even themselves.
        var isSilent = false

        init(count: Int, users: Int) {
            self.users = (1...Int64(users)).map { User.ID($0) }
            shown = Set(self.users)
            for _ in 0..<count { start() }
        }

        mutating func start() {
            started += 1
            running.append(Node(PeerID(started)))
        }

        private func send(_ notes: [PeerNote], from node: Node) {
            for other in running { node.letters[other.id, default: []] += notes }
        }

        private func carryOut(_ outcome: PeerPresence.Outcome, at node: Node) {
            send(outcome.notes, from: node)
            for change in outcome.changes { node.tell(change.user, isOnline: change.isOnline) }
        }

        func open(_ user: User.ID, at node: Node) {
            node.sockets[user, default: 0] += 1
            if node.presence.socketOpened(user, isShown: shown.contains(user)) { node.tell(user, isOnline: true) }
        }

        func close(_ user: User.ID, at node: Node) {
            guard let count = node.sockets[user], count > 0 else { return }
            node.sockets[user] = count - 1
            if let visit = node.presence.socketClosed(user) {
                node.ends.append((now + TimeAmount(Limits.presenceHysteresis), user, visit))
            }
        }

        /// It is a commit that all hear of.
        mutating func show(_ user: User.ID, _ isShown: Bool) {
            if isShown { shown.insert(user) } else { shown.remove(user) }
            for node in running where node.presence.show(user, isShown) { node.tell(user, isOnline: isShown) }
        }

        func tick(_ node: Node) { carryOut(node.presence.tick(at: now), at: node) }

        /// Has a node hear the next of what another told, or never.
        func deliver(from node: Node, to other: Node, isLost: Bool = false) {
            guard let letters = node.letters[other.id], !letters.isEmpty else { return }
            node.letters[other.id]?.removeFirst()
            if !isLost { carryOut(other.presence.hear(letters[0], at: now), at: other) }
        }

        mutating func pass(_ time: TimeAmount) {
            now = now + time
            for node in running {
                let due = node.ends.filter { $0.at <= now }
                node.ends.removeAll { $0.at <= now }
                for end in due where node.presence.end(of: end.user, since: end.visit, lastSeen: moment) {
                    node.tell(end.user, isOnline: false)
                }
            }
        }

        /// Lets so much time pass in which nothing is lost, or all.
        mutating func settle(_ seconds: Int) {
            for _ in 0..<seconds {
                pass(.seconds(1))
                for node in running { tick(node) }
                for node in running {
                    for other in running {
                        while node.letters[other.id]?.isEmpty == false {
                            deliver(from: node, to: other, isLost: isSilent)
                        }
                    }
                }
            }
        }

        /// The people who are anywhere, and show it.
        var there: Set<User.ID> {
            shown.filter { user in running.contains { $0.sockets[user, default: 0] > 0 } }
        }
    }

    @Test(arguments: 1...60)
    func `are told alike everywhere in the end, whatever is late, lost or dead`(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var nodes = Nodes(count: Int.random(in: 2...4, using: &random), users: 12)
        for _ in 0..<800 {
            guard let node = nodes.running.randomElement(using: &random),
                let other = nodes.running.randomElement(using: &random),
                let user = nodes.users.randomElement(using: &random)
            else { return }
            switch Int.random(in: 0..<40, using: &random) {
            case 0..<8: nodes.open(user, at: node)
            case 8..<16: nodes.close(user, at: node)
            case 16: nodes.show(user, Bool.random(using: &random))
            case 17..<22: nodes.tick(node)
            case 22..<32: nodes.deliver(from: node, to: other)
            case 32: nodes.deliver(from: node, to: other, isLost: true)
            case 33..<38: nodes.pass(.milliseconds(Int64.random(in: 0...2_000, using: &random)))
            case 38: if nodes.running.count > 1, seed % 3 == 0 { nodes.running.removeAll { $0 === node } }
            default: if nodes.running.count < 4 { nodes.start() }
            }
        }
        nodes.settle(40)
        for node in nodes.running {
            #expect(Set(nodes.users.filter(node.presence.isOnline)) == nodes.there, "node \(node.id), seed \(seed)")
            #expect(node.told == nodes.there, "node \(node.id), seed \(seed)")
            #expect(node.presence.count == nodes.there.count)
        }
        // Nothing is told any more where nothing happens, but signs of life.
        let news = nodes.running.map(\.news)
        nodes.settle(30)
        #expect(nodes.running.map(\.news) == news)
    }

    @Test func `go with their node, once it has been silent for its time`() {
        var nodes = Nodes(count: 2, users: 1)
        let (one, other) = (nodes.running[0], nodes.running[1])
        nodes.open(nodes.users[0], at: other)
        nodes.settle(3)
        #expect(one.presence.isOnline(nodes.users[0]))
        nodes.running.removeLast()
        nodes.settle(Int(Limits.peerKeptFor.components.seconds) - 1)
        #expect(one.presence.isOnline(nodes.users[0]))
        nodes.settle(2)
        #expect(!one.presence.isOnline(nodes.users[0]))
        #expect(one.told.isEmpty)
    }

    @Test func `stay while nothing at all is heard, and for their node's time afterwards`() {
        var nodes = Nodes(count: 2, users: 1)
        let one = nodes.running[0]
        nodes.open(nodes.users[0], at: nodes.running[1])
        nodes.settle(3)
        for isGone in [false, true] {
            nodes.isSilent = true
            if isGone { nodes.running.removeLast() }
            nodes.settle(60)
            nodes.isSilent = false
            nodes.settle(Int(Limits.peerKeptFor.components.seconds))
            #expect(one.presence.isOnline(nodes.users[0]) && one.news == 1)
        }
        nodes.settle(10)
        #expect(!one.presence.isOnline(nodes.users[0]))
    }

    @Test func `are not told to be gone where they come to another node in time`() {
        var nodes = Nodes(count: 3, users: 1)
        nodes.open(nodes.users[0], at: nodes.running[0])
        nodes.settle(2)
        nodes.close(nodes.users[0], at: nodes.running[0])
        nodes.open(nodes.users[0], at: nodes.running[1])
        nodes.settle(20)
        #expect(nodes.running.map(\.news) == [1, 1, 1])
    }

    @Test func `cost nothing while they do nothing, and few notes where many come at once`() {
        let presence = Presence()
        let id = PeerID(1)
        presence.meetPeers(as: id)
        var now = NIODeadline.uptimeNanoseconds(1_000_000_000_000)
        _ = presence.hear(PeerNote(from: PeerID(2), .beat(number: 0)), at: now)
        for user in 1...1_000 { _ = presence.socketOpened(User.ID(Int64(user)), isShown: true) }
        #expect(presence.tick(at: now).notes.count == 1_000 / Limits.peerPeopleAtOnce + 2)
        var notes = 0
        for _ in 0..<60 {
            now = now + .seconds(1)
            _ = presence.hear(PeerNote(from: PeerID(2), .beat(number: 0)), at: now)
            notes += presence.tick(at: now).notes.count
        }
        #expect(notes == 60 / Int(Limits.peerBeatEvery.components.seconds))
    }

    @Test func `are asked of nobody where there is one node alone`() {
        let presence = Presence()
        #expect(presence.socketOpened(User.ID(1), isShown: true))
        #expect(presence.tick(at: .now()) == PeerPresence.Outcome())
        #expect(presence.nameForPeers == nil)
    }
}
