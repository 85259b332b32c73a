import Logging
import ServiceLifecycle
import SnugChat
import Synchronization

/// The log's lines on troubles that many meet at once: faults of the store, and throttles that refuse in masses.
///
/// Each is told of once when it begins and once when it is over. While one lasts, the service looks whether it still
/// does: a fault of the store is over once a probe reaches the disk.
final class TroubleLog: Service {
    private enum Subject: Hashable {
        case store(StoreFault.Kind)
        case throttle(String)
    }

    private let readiness: ReadinessProbe
    private let clock: any WallClock
    private let logger: Logger
    private let troubles = Mutex<[Subject: Trouble]>([:])
    private let beginnings = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

    init(readiness: ReadinessProbe, clock: any WallClock, logger: Logger) {
        self.readiness = readiness
        self.clock = clock
        self.logger = logger
    }

    func note(_ fault: StoreFault) {
        guard fault.kind != .closed else { return }
        let none = Trouble(endsAfter: Limits.storeTroubleQuiet)
        guard begins(.store(fault.kind), with: none) else { return }
        logger.error("\(fault.kind.beginning)", metadata: ["error": "\(fault)"])
    }

    /// Notes that a throttle has refused a try: whose, and where from, the log tells nobody.
    func noteRefusal(by throttle: Throttle) {
        let none = Trouble(beginsAt: Limits.throttleRefusalsTold, endsAfter: Limits.throttleTroubleQuiet)
        guard begins(.throttle(throttle.name), with: none) else { return }
        logger.warning("Tries are being refused in masses", metadata: ["throttle": "\(throttle.name)"])
    }

    private func begins(_ subject: Subject, with none: Trouble) -> Bool {
        let now = clock.now
        let begins = troubles.withLock { $0[subject, default: none].noteFailure(at: now) }
        if begins { beginnings.continuation.yield() }
        return begins
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            for await _ in self.beginnings.stream {
                while self.hasTrouble, !Task.isCancelled {
                    try? await Task.sleep(for: Limits.troubleLookEvery)
                    await self.look()
                }
            }
        }
    }

    private var hasTrouble: Bool { troubles.withLock { $0.values.contains(where: \.isOn) } }

    private func look() async {
        let isWritable = (try? await readiness.check()) != nil
        let now = clock.now
        let endings = troubles.withLock { troubles in
            troubles.keys.compactMap { subject -> (Subject, Trouble.Ending)? in
                if case .store = subject, !isWritable { return nil }
                return troubles[subject]?.noteSuccess(at: now).map { (subject, $0) }
            }
        }
        for (subject, ending) in endings { tell(of: ending, of: subject) }
    }

    private func tell(of ending: Trouble.Ending, of subject: Subject) {
        let metadata: Logger.Metadata = [
            "after": "\(ending.lasted.components.seconds) s", "failures": "\(ending.failures)",
        ]
        switch subject {
        case .store(let kind): logger.notice("\(kind.ending)", metadata: metadata)
        case .throttle(let name):
            logger.notice(
                "Tries are no longer refused in masses", metadata: metadata.merging(["throttle": "\(name)"]) { $1 })
        }
    }
}

extension StoreFault.Kind {
    fileprivate var beginning: String {
        switch self {
        case .full: "The disk is full: nothing can be written"
        case .readOnly: "The database cannot be written: its file or disk is read-only"
        case .locked: "The database is locked by another program: nothing can be written"
        case .damaged: "The database is damaged"
        case .unconfirmed: "Commits wait for a standby of PostgreSQL that does not answer: nothing can be written"
        case .refused: "The database refuses what the server asks of it: a fault of Snug's own"
        case .closed, .unknown, .failed: "The database or its disk fails"
        }
    }

    fileprivate var ending: String {
        switch self {
        case .full: "The disk has room again: what is written reaches it"
        case .readOnly: "The database can be written again"
        case .locked: "The database is no longer locked: what is written reaches the disk"
        case .damaged: "The damage to the database has not been met again"
        case .unconfirmed: "Commits no longer wait for a standby of PostgreSQL: what is written reaches it"
        case .refused: "The database has refused nothing since"
        case .closed, .unknown, .failed: "The database and its disk work again"
        }
    }
}

extension Error {
    /// The level of a line about an error that has been met: of the store's faults ``TroubleLog`` tells.
    var levelBesideWatch: Logger.Level { self is StoreFault ? .debug : .warning }
}
