import SnugChat
import Testing

@Suite struct `A map of what is recent` {
    @Test func `remembers what was set until half of its most has been set after it`() {
        var map = RecentMap<Int, String>(countMax: 100)
        map.set("first", of: 0)
        for key in 1...50 { map.set("\(key)", of: key) }
        #expect(map[0] == "first")
        map.set("second", of: 0)
        for key in 51...100 { map.set("\(key)", of: key) }
        #expect(map[0] == "second")
        for key in 101...200 { map.set("\(key)", of: key) }
        #expect(map[0] == nil)
        #expect(map[200] == "200")
    }

    @Test func `never holds more than its most`() {
        var map = RecentMap<Int, Int>(countMax: 100)
        var most = 0
        for key in 1...10_000 {
            map.set(key, of: key)
            most = max(most, map.count)
        }
        #expect(most == 100)
    }

    @Test func `forgets all of what was set before the turn before the last`() {
        var map = RecentMap<Int, Int>(countMax: 100)
        map.set(1, of: 1)
        map.turn()
        #expect(map[1] == 1)
        map.turn()
        #expect(map[1] == nil)
    }
}
