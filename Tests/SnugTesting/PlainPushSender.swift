public import SnugChat
import Synchronization

/// A sender of pushes that keeps them, and answers as it is told.
public final class PlainPushSender: PushSender {
    private struct State {
        var publicKey: String? = "key"
        var outcome = PushOutcome.accepted
        var pushes: [Push] = []
    }

    private let state = Mutex(State())

    public init() {}

    /// The beginning of the endpoints that it sends to.
    public static let origin = "https://push.example.org/"

    public var publicKey: String? {
        get { state.withLock(\.publicKey) }
        set { state.withLock { $0.publicKey = newValue } }
    }

    /// The answer to pushes from now on.
    public var outcome: PushOutcome {
        get { state.withLock(\.outcome) }
        set { state.withLock { $0.outcome = newValue } }
    }

    /// The pushes that it was given.
    public var pushes: [Push] { state.withLock(\.pushes) }

    public func normalized(_ endpoint: String) throws(PushFailure) -> String {
        guard endpoint.lowercased().hasPrefix(Self.origin) else { throw PushFailure("Nothing is sent there.") }
        return Self.origin + endpoint.dropFirst(Self.origin.count)
    }

    public func send(_ push: Push) async -> PushOutcome {
        state.withLock { state in
            state.pushes.append(push)
            return state.outcome
        }
    }

    public func shutDown() async {}
}
