import NIOCore
import SnugChat
import Testing

@testable import SnugServer

@Suite struct `People who look at a client` {
    private let now = NIODeadline.uptimeNanoseconds(1_000_000_000_000)
    private let ada = User.ID(1)
    private let ben = User.ID(2)
    private let own = PeerID(1)
    private let other = PeerID(2)

    @Test func `do so until they look at none any more`() {
        let people = Onlookers()
        #expect(!people.isLooking(ada, at: now))
        for _ in 0..<2 { people.note(ada, isLooking: true) }
        people.note(ada, isLooking: false)
        #expect(people.isLooking(ada, at: now) && !people.isLooking(ben, at: now))
        people.note(ada, isLooking: false)
        people.note(ada, isLooking: false)
        #expect(!people.isLooking(ada, at: now))
        people.note(ada, isLooking: true)
        #expect(people.isLooking(ada, at: now))
    }

    @Test func `are told to other nodes when it changes, and again now and then`() {
        let people = Onlookers()
        people.note(ada, isLooking: true)
        #expect(people.tick(from: own, at: now) == [PeerNote(from: own, .looking([ada]))])
        #expect(people.tick(from: own, at: now + .seconds(1)) == [])
        people.note(ben, isLooking: true)
        people.note(ada, isLooking: false)
        let told = [PeerNote(from: own, .looking([ben])), PeerNote(from: own, .lookedAway([ada]))]
        #expect(people.tick(from: own, at: now + .seconds(2)) == told)
        let later = now + TimeAmount(Limits.lookingToldEvery)
        #expect(people.tick(from: own, at: later) == [PeerNote(from: own, .looking([ben]))])
    }

    @Test func `are told a bounded number at once`() {
        let people = Onlookers()
        for number in 1...1_000 as ClosedRange<Int64> { people.note(User.ID(number), isLooking: true) }
        let counts = people.tick(from: own, at: now).map { note in
            if case .looking(let some) = note.content { some.count } else { 0 }
        }
        #expect(counts.reduce(0, +) == 1_000 && counts.allSatisfy { $0 <= Limits.peerPeopleAtOnce })
    }

    @Test func `at another node count until it says otherwise, ends or is silent`() {
        let people = Onlookers()
        func hear(_ content: PeerNote.Content) { people.hear(PeerNote(from: other, content), at: now) }
        hear(.looking([ada, ben]))
        let end = now + TimeAmount(Limits.lookingKeptFor)
        #expect(people.isLooking(ada, at: end - .nanoseconds(1)) && !people.isLooking(ada, at: end))
        hear(.lookedAway([ada]))
        #expect(!people.isLooking(ada, at: now) && people.isLooking(ben, at: now))
        hear(.end)
        #expect(!people.isLooking(ben, at: now))
    }
}
