/// The check that load balancers ask for: a write that takes room on the disk, and a question.
public final class ReadinessProbe: Sendable {
    private let store: any Store
    private let writing: SharedProbe
    private let reading: SharedProbe

    init(store: any Store, clock: any WallClock, within: Duration = Limits.readinessWithin) {
        self.store = store
        writing = SharedProbe(clock: clock, within: within, late: "the writer has not answered") { now, then in
            let moment = "\(now.rawValue)"
            let value = moment + String(repeating: " ", count: Limits.readinessBytes - moment.utf8.count)
            store.submit({ try $0.setSetting(SettingName.readiness, to: value) }, then: then)
        }
        reading = SharedProbe(clock: clock, within: within, late: "no reader has answered") { _, then in
            // A task without a parent: it outlasts whoever is told that it is late, and others share it.
            Task {
                do {
                    try await store.read { _ in }
                    then(.success(()))
                } catch {
                    then(.failure(error))
                }
            }
        }
    }

    /// Returns once the writer has answered, however long it takes, without a write to the disk.
    /// - Throws: the store's fault.
    public func awaitWriter() async throws {
        try await store.write { _ in }
    }

    /// Returns if a write has reached the disk and a question was answered, now or a moment ago.
    /// - Throws: the store's fault; ``StoreFault/Kind/failed`` where there was no answer in time; ``Refusal/busy``
    public func check() async throws {
        async let answered: Void = checkReading()
        try await writing.check()
        try await answered
    }

    /// Returns if a question was answered, now or a moment ago: people read though nothing may be written.
    /// - Throws: the store's fault; ``StoreFault/Kind/failed`` where there was no answer in time; ``Refusal/busy``
    public func checkReading() async throws { try await reading.check() }
}
