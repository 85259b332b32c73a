import SnugChat
import Testing

@testable import SnugPush

@Suite("The places of pushes") struct PushPlacesTests {
    @Test func `are a few for one person, with a line that takes up none and has an end`() async {
        let (places, ada) = (PushPlaces(), User.ID(1))
        for number in 1...Int64(Limits.pushesAtOnceOfOne) {
            places.begin(QueuedPush.ID(number))
            #expect(await places.take(for: ada) {})
        }
        #expect(places.free == Limits.pushesAtOnce - Limits.pushesAtOnceOfOne)
        await withDiscardingTaskGroup { group in
            let (steps, step) = AsyncStream.makeStream(of: Void.self)
            var waiting = steps.makeAsyncIterator()
            for number in 1...Int64(Limits.pushesInLineOfOne) {
                places.begin(QueuedPush.ID(100 + number))
                group.addTask {
                    #expect(await places.take(for: ada) { step.yield() })
                    places.end(QueuedPush.ID(100 + number))
                    places.giveBack(of: ada)
                }
                await waiting.next()
            }
            #expect(places.free == Limits.pushesAtOnce - Limits.pushesAtOnceOfOne)
            #expect(await !places.take(for: ada) {}, "the line is full")
            #expect(await places.take(for: User.ID(2)) {})
            places.giveBack(of: ada)
        }
        #expect(places.begun.count == Limits.pushesAtOnceOfOne)
    }
}
