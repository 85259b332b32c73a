import SnugChat
import Testing

@Suite struct `Rooms to tell of` {
    private let now = ContinuousClock.now
    private let room = Room.ID(7)

    @Test func `wait until a message could have been read`() {
        var rooms = RoomsToTell()
        rooms.note(3, in: room, at: now)
        #expect(rooms.nextDue == now + Limits.pushAfter)
        #expect(rooms.take(at: now + Limits.pushAfter - .milliseconds(1)) == [:])
        #expect(rooms.take(at: now + Limits.pushAfter) == [room: 3])
        #expect(rooms.nextDue == nil)
    }

    @Test func `give each later message its time, and are one entry however much is said`() {
        var rooms = RoomsToTell()
        for seq in 1...100 as ClosedRange<Int64> { rooms.note(seq, in: room, at: now + .milliseconds(seq)) }
        let first = now + .milliseconds(1) + Limits.pushAfter
        #expect(rooms.take(at: first) == [room: 1])
        #expect(rooms.nextDue == first + Limits.pushAfter)
        #expect(rooms.take(at: first + Limits.pushAfter) == [room: 100])
        #expect(rooms.nextDue == nil)
    }

    @Test func `come in bounded numbers`() {
        var rooms = RoomsToTell()
        for number in 1...100 as ClosedRange<Int64> { rooms.note(1, in: Room.ID(number), at: now) }
        var found = 0
        while true {
            let some = rooms.take(at: now + Limits.pushAfter)
            #expect(some.count <= Limits.pushRoomsAtOnce)
            if some.isEmpty { break }
            found += some.count
        }
        #expect(found == 100)
    }

    @Test func `that were not decided about come again, with what was said since`() {
        var rooms = RoomsToTell()
        rooms.note(1, in: room, at: now)
        let taken = rooms.take(at: now + Limits.pushAfter)
        rooms.note(2, in: room, at: now + Limits.pushAfter)
        let later = now + .seconds(30)
        rooms.giveBack(taken, until: later)
        #expect(rooms.take(at: later) == [room: 1])
        #expect(rooms.take(at: later + Limits.pushAfter) == [room: 2])
    }
}
