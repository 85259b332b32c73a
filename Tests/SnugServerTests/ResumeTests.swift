import NIOCore
import SnugChat
import Testing

@testable import SnugServer

@Suite struct `Rooms to catch up with` {
    private func item(_ room: Int64, after seq: Int64 = 0) -> ResumeQueue.Item {
        let start = Subscription(roomID: Room.ID(room), lastSeq: 100, lastRev: 0, readSeq: 0)
        return ResumeQueue.Item(room: Room.ID(room), position: .init(seq: seq, rev: 0), start: start, isFirst: false)
    }

    @Test func `are taken one at a time, in the order of their asking`() {
        var queue = ResumeQueue()
        for room in 1...3 { queue.add(item(Int64(room))) }
        #expect(queue.next() == item(1))
        #expect(queue.next() == nil, "one is under way")
        queue.finish()
        #expect(queue.next() == item(2))
        queue.putBack(item(2))
        #expect(queue.next() == item(2))
        queue.finish()
        #expect(queue.next() == item(3))
        queue.finish()
        #expect(queue.next() == nil)
    }

    @Test func `wait once, however often they are asked for`() {
        var queue = ResumeQueue()
        for seq in 0..<600 { queue.add(item(7, after: Int64(seq))) }
        #expect(queue.count == 1)
        #expect(queue.next() == item(7, after: 599), "the newest position counts")
    }

    @Test func `give way to a newer asking while they are under way`() {
        var queue = ResumeQueue()
        queue.add(item(7))
        #expect(queue.next() == item(7))
        queue.add(item(7, after: 41))
        queue.putBack(item(7))
        #expect(queue.count == 1)
        #expect(queue.next() == item(7, after: 41))
    }

    @Test func `come all, in order, of however many there are`() {
        var queue = ResumeQueue()
        var taken: [Room.ID] = []
        for room in 1...10_000 {
            queue.add(item(Int64(room)))
            if room.isMultiple(of: 2), let next = queue.next() {
                taken.append(next.room)
                queue.finish()
            }
        }
        while let next = queue.next() {
            taken.append(next.room)
            queue.finish()
        }
        #expect(taken == (1...10_000).map { Room.ID($0) })
    }
}

@Suite struct `The rate of catching up` {
    private let ada = User.ID(1)
    private let ben = User.ID(2)
    private let now = NIODeadline.uptimeNanoseconds(1)

    @Test func `lets someone with a thousand rooms on several devices through at once`() {
        let rates = ResumeRates()
        for _ in 0..<3_000 { #expect(rates.take(ada, at: now) == nil) }
    }

    @Test func `then lets a room through when it is due, each user by themselves`() throws {
        let rates = ResumeRates()
        var taken = 0
        while taken < 100_000, rates.take(ada, at: now) == nil { taken += 1 }
        #expect(taken == Int(Limits.resumesAtOnce))
        let wait = try #require(rates.take(ada, at: now))
        #expect(wait > .nanoseconds(0) && wait <= .seconds(1))
        #expect(rates.take(ben, at: now) == nil)
        #expect(rates.take(ada, at: now + wait) == nil)
        #expect(rates.take(ada, at: now + wait) != nil)
    }

    @Test func `counts what was read, so that long rooms are few`() throws {
        let rates = ResumeRates()
        var taken = 0
        while taken < 100_000, rates.take(ada, at: now) == nil {
            rates.charge(ada, bytesRead: Limits.resumeBytesMax, at: now)
            taken += 1
        }
        let bytes = taken * Limits.resumeBytesMax
        #expect(bytes <= Int(Limits.resumesAtOnce + 64) * Limits.resumeBytesPerRoom)
        #expect(try #require(rates.take(ada, at: now)) > .nanoseconds(0))
        #expect(rates.take(ada, at: now + .seconds(60)) == nil)
    }
}

@Suite struct `What was missed` {
    private func message(_ seq: Int64, _ content: String) -> Message {
        Message(
            id: Message.ID(seq), roomID: Room.ID(7), seq: seq, userID: User.ID(1), content: content,
            timestamp: Timestamp(seconds: 0))
    }

    @Test func `is sent in order, new ones before changes`() throws {
        let missed = CatchUp.Missed(
            messages: [message(3, "three"), message(4, "four")], changes: [message(1, "one!")], lastSeq: 4, lastRev: 1,
            readRev: 1)
        guard case .missed(let frames, 4, 1, readRev: 1) = EncodedCatchUp(.missed(missed)) else {
            Issue.record("it was not encoded")
            return
        }
        let texts = try frames.frames.map { $0["message"]?["content"]?.string ?? $0["content"]?.string }
        #expect(texts == ["three", "four", "one!"])
    }

    @Test func `is left to be fetched where its frames are long, though its text was not`() {
        let content = String(repeating: "\u{1}", count: Limits.contentBytesMax)
        let missed = CatchUp.Missed(
            messages: (1...10).map { message($0, content) }, changes: [], lastSeq: 10, lastRev: 0, readRev: 0)
        guard case .tooMuch(10, 0) = EncodedCatchUp(.missed(missed)) else {
            Issue.record("it is sent")
            return
        }
    }
}

extension ByteBuffer {
    /// The objects of the text frames among those that stand in a row here.
    var frames: [JSON] {
        get throws {
            var (rest, objects) = (self, [JSON]())
            while rest.readableBytes > 0 {
                let start = rest.readerIndex
                let length =
                    switch try #require(rest.getInteger(at: start + 1, as: UInt8.self)) {
                    case 126: 4 + Int(try #require(rest.getInteger(at: start + 2, as: UInt16.self)))
                    case 127: 10 + Int(try #require(rest.getInteger(at: start + 2, as: UInt64.self)))
                    case let short: 2 + Int(short)
                    }
                let isText = rest.getInteger(at: start, as: UInt8.self) == 0x81
                let frame = rest.readSlice(length: length)
                if isText { objects.append(try JSON(said: try #require(frame))) }
            }
            return objects
        }
    }
}
