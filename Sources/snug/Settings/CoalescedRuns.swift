/// Runs of one piece of work, one after the other; all who ask while one is under way share the next.
///
/// Whoever asks returns once a run is over that began after they asked.
actor CoalescedRuns {
    private let work: @Sendable () async -> Void
    private var current: Task<Void, Never>?
    /// The run that has not begun yet.
    private var next: Task<Void, Never>?

    init(of work: @escaping @Sendable () async -> Void) { self.work = work }

    func callAsFunction() async {
        let run = next ?? follow(current)
        next = run
        await run.value
    }

    private func follow(_ current: Task<Void, Never>?) -> Task<Void, Never> {
        Task {
            await current?.value
            begin()
            await work()
        }
    }

    private func begin() { (current, next) = (next, nil) }
}
