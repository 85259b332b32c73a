/// A number of places that are taken in the order in which they were asked for.
actor Turns {
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []
    /// The first of ``waiting`` that still waits.
    private var next = 0

    init(_ count: Int) { free = count }

    /// Does its work once there is a place; whoever waits is not woken by being cancelled, but by its turn.
    func take<Value: Sendable>(_ work: @Sendable () async throws -> Value) async rethrows -> Value {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
        defer { passOn() }
        return try await work()
    }

    private func passOn() {
        guard next < waiting.count else {
            free += 1
            return
        }
        let turn = waiting[next]
        next += 1
        if next == waiting.count {
            waiting.removeAll()
            next = 0
        }
        turn.resume()
    }
}
