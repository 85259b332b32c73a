import Crypto
public import NIOCore
import NIOHTTP1
public import SnugChat
import Synchronization

/// The sender of pushes: seals, signs, posts by the guarded client, and says what the answer means.
public final class WebPushSender: PushSender {
    private let key: VAPIDKey
    private let client: GuardedClient
    private let clock: any WallClock
    private let random: any Randomness
    private let state: Mutex<State>

    private struct State {
        var settings: PushSettings
        var tokens: VAPIDTokens
        var origins = OriginPaces()
        var endpoints = EndpointPaces()
    }

    /// - Parameter key: the key that subscriptions are made with.
    public convenience init(
        key: VAPIDKey, settings: PushSettings, clock: any WallClock, random: any Randomness, group: any EventLoopGroup
    ) {
        self.init(
            key: key, settings: settings, clock: clock, random: random,
            client: GuardedClient(resolver: SystemResolver(group: group), group: group))
    }

    init(
        key: VAPIDKey, settings: PushSettings, clock: any WallClock, random: any Randomness, client: GuardedClient
    ) {
        self.key = key
        self.client = client
        self.clock = clock
        self.random = random
        state = Mutex(State(settings: settings, tokens: VAPIDTokens(key: key, contact: settings.contact)))
    }

    /// Puts other settings into effect, for pushes that begin from now on.
    public func adopt(_ settings: PushSettings) {
        state.withLock { state in
            if settings.contact != state.settings.contact {
                state.tokens = VAPIDTokens(key: key, contact: settings.contact)
            }
            state.settings = settings
        }
    }

    public var publicKey: String? { state.withLock(\.settings.isOn) ? key.publicKey : nil }

    public func normalized(_ endpoint: String) throws(PushFailure) -> String { try destination(of: endpoint).url }

    private func destination(of endpoint: String) throws(PushFailure) -> Destination {
        try Destination(endpoint, among: state.withLock(\.settings.hosts))
    }

    public func send(_ push: Push) async -> PushOutcome {
        let destination: Destination
        do { destination = try self.destination(of: push.target.endpoint) } catch { return .refused(error) }
        return await send(push, to: destination)
    }

    public func shutDown() async { await client.shutDown() }

    private func send(_ push: Push, to destination: Destination) async -> PushOutcome {
        let (origin, endpoint) = (destination.origin, destination.url)
        let pause = state.withLock { state in
            state.origins.pause(of: origin, at: clock.now) ?? state.endpoints.pause(of: endpoint, at: clock.now)
        }
        if let pause { return .unasked(until: pause) }
        func noteAnswer() {
            state.withLock { state in
                state.origins.noteAnswer(of: origin)
                state.endpoints.noteAnswer(of: endpoint, at: clock.now)
            }
        }
        switch await answer(to: push, at: destination) {
        case .accepted:
            noteAnswer()
            return .accepted
        case .gone:
            noteAnswer()
            return .gone
        case .refused(let failure):
            // Without a status nobody was asked.
            if failure.status != nil { noteAnswer() }
            return .refused(failure)
        case .trouble(let failure, let retryAfter):
            let jitter = Double(random.bytes(1).first ?? 0) / 256
            let until = state.withLock { state in
                state.endpoints.noteTrouble(of: endpoint, now: clock.now, jitter: jitter)
                return state.origins.noteTrouble(
                    of: origin, for: push.user, tries: push.tries, retryAfter: retryAfter, now: clock.now,
                    jitter: jitter)
            }
            return .delayed(failure, until: until)
        }
    }

    private func answer(to push: Push, at destination: Destination) async -> PushAnswer {
        let body: [UInt8]
        let headers: HTTPHeaders
        do {
            body = try MessageEncryption.seal(
                push.text, for: push.target.keys, key: P256.KeyAgreement.PrivateKey(),
                salt: random.bytes(MessageEncryption.saltBytes))
            headers = try self.headers(of: push, to: destination.origin)
        } catch {
            return .refused((error as? PushFailure) ?? PushFailure("It cannot be sealed: \(error)."))
        }
        do {
            let client = client
            let late = PushFailure("\(destination.host): it says nothing.")
            let answer = try await within(client.times.answering, late) {
                try await client.post(body, headers: headers, to: destination)
            }
            return PushAnswer(answer, at: clock.now)
        } catch {
            // Else the task was cancelled.
            return .trouble((error as? PushFailure) ?? PushFailure("The server is stopping."), retryAfter: nil)
        }
    }

    private func headers(of push: Push, to origin: String) throws -> HTTPHeaders {
        let authorization = try state.withLock { try $0.tokens.authorization(for: origin, at: clock.now) }
        return [
            "authorization": authorization, "content-encoding": "aes128gcm", "content-type": "application/octet-stream",
            "ttl": "\(timeToLive(of: push))", "urgency": push.urgency.rawValue,
            // Apple takes no length that base64url has not: 22 characters are 16 bytes.
            "topic": push.topic.base64URL,
        ]
    }

    /// Returns the seconds for which a service keeps a push (RFC 8030 §5.2), 1 at least: with 0 it would keep it for no
    /// device that is away for a moment.
    private func timeToLive(of push: Push) -> Int64 {
        max(1, min(push.end - clock.now, Limits.pushLifetime).components.seconds)
    }
}
