import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOSSL
import SnugChat

/// The one way out for requests whose address a member has chosen.
///
/// A name is looked up once, each of its addresses must be one that its destination allows, and the connection goes to
/// an address that was looked at, the name kept for TLS and `Host`. So a name that leads elsewhere a moment later leads
/// nowhere. No redirect is followed, no proxy asked, nothing decompressed, no cookie kept; time and size are bounded.
actor GuardedClient {
    private let resolver: any AddressResolver
    private let group: any EventLoopGroup
    private let trustRoots: NIOSSLTrustRoots
    let times: GuardedTimes
    /// The connections that are kept, by origin: at most ``Limits/pushAddressesKept``.
    private var pins: [String: Pin] = [:]

    init(
        resolver: any AddressResolver, group: any EventLoopGroup, trustRoots: NIOSSLTrustRoots = .default,
        times: GuardedTimes = GuardedTimes()
    ) {
        self.resolver = resolver
        self.group = group
        self.trustRoots = trustRoots
        self.times = times
    }

    /// Posts to a destination, and returns the answer whatever its status.
    ///
    /// It ends with its task: time is the caller's to bound.
    /// - Throws: ``PushFailure``; `CancellationError`
    func post(_ body: [UInt8], headers: HTTPHeaders, to destination: Destination) async throws -> GuardedAnswer {
        var pin = try await borrowPin(for: destination)
        while true {
            let result: Result<GuardedAnswer, any Error>
            do {
                result = .success(
                    try await pin.client.post(body, headers: headers, to: destination, within: times.answering))
            } catch {
                result = .failure(error)
            }
            await giveBack(pin)
            switch result {
            case .success(let answer): return answer
            case .failure(let error):
                try Task.checkCancellation()
                guard NetworkFailure.isBeforeSending(error) else {
                    throw PushFailure("\(destination.host): \(NetworkFailure.words(for: error)).")
                }
                await forget(pin)
                guard let next = pin.others.first else {
                    throw PushFailure("\(destination.host): \(NetworkFailure.words(for: error)).")
                }
                let others = Array(pin.others.dropFirst())
                pin = await borrowNewPin(to: next, others: others, of: destination, until: pin.until)
            }
        }
    }

    /// Closes all connections and looks nothing up any more; requests under way fail.
    func shutDown() async {
        for pin in pins.values { await forget(pin, evenIfUsed: true) }
        await resolver.shutDown()
    }

    // Addresses

    /// The connections to one address of an origin, and who uses them.
    private final class Pin {
        let origin: String
        let client: HTTPClient
        /// The addresses to go to where this one does not answer.
        let others: [IPAddress]
        let until: ContinuousClock.Instant
        /// The requests that use it; it is borrowed as it is made.
        var users = 1
        /// True once it is in use for the last time.
        var isForgotten = false

        init(origin: String, client: HTTPClient, others: [IPAddress], until: ContinuousClock.Instant) {
            self.origin = origin
            self.client = client
            self.others = others
            self.until = until
        }
    }

    private func borrowPin(for destination: Destination) async throws -> Pin {
        if let pin = borrowKept(destination.origin) { return pin }
        let addresses = try await resolver.addresses(of: destination.host)
        // One that is not public among others is how a name is made to lead inside now and then.
        if let wrong = addresses.first(where: { !destination.allows($0) }) {
            throw PushFailure("\(destination.host) leads to \(wrong), where this server sends nothing.")
        }
        guard let first = addresses.first else { throw PushFailure("\(destination.host) has no address.") }
        // Another request may have looked it up meanwhile.
        if let pin = borrowKept(destination.origin) { return pin }
        // One of the other family, where that one leads nowhere.
        let other = addresses.first { $0.isV4 != first.isV4 }
        return await borrowNewPin(
            to: first, others: [other].compactMap(\.self), of: destination, until: .now + times.keepingAddress)
    }

    private func borrowKept(_ origin: String) -> Pin? {
        guard let pin = pins[origin], .now < pin.until else { return nil }
        pin.users += 1
        return pin
    }

    private func borrowNewPin(
        to address: IPAddress, others: [IPAddress], of destination: Destination, until: ContinuousClock.Instant
    ) async -> Pin {
        let client = HTTPClient(
            eventLoopGroup: group,
            configuration: .guarded(
                destination.host, at: address, trustRoots: trustRoots, connecting: times.connecting))
        let pin = Pin(origin: destination.origin, client: client, others: others, until: until)
        var former = pins.values.filter { $0.origin == pin.origin || $0.until <= .now }
        if former.isEmpty, pins.count >= Limits.pushAddressesKept,
            let oldest = pins.values.min(by: { $0.until < $1.until })
        {
            former.append(oldest)
        }
        for old in former { pins[old.origin] = nil }
        pins[pin.origin] = pin
        for old in former { await forget(old) }
        return pin
    }

    private func giveBack(_ pin: Pin) async {
        pin.users -= 1
        if pin.isForgotten, pin.users == 0 { try? await pin.client.shutdown() }
    }

    /// Uses a pin for no further request, and closes its connections once nobody uses them.
    private func forget(_ pin: Pin, evenIfUsed: Bool = false) async {
        if pins[pin.origin] === pin { pins[pin.origin] = nil }
        guard !pin.isForgotten else { return }
        pin.isForgotten = true
        if pin.users == 0 || evenIfUsed { try? await pin.client.shutdown() }
    }
}

/// A service's answer.
struct GuardedAnswer: Sendable {
    var status: Int
    var retryAfter: String?
    /// The header `Date`.
    var date: String?
    /// The first bytes of the body, at most ``Limits/pushAnswerBytesMax``.
    var body: [UInt8]
}

extension HTTPClient.Configuration {
    /// Returns the settings of a client that goes to one address of a name, and nowhere else.
    fileprivate static func guarded(
        _ name: String, at address: IPAddress, trustRoots: NIOSSLTrustRoots, connecting: Duration
    ) -> Self {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.trustRoots = trustRoots
        var configuration = Self(tlsConfiguration: tls, redirectConfiguration: .disallow)
        configuration.dnsOverride = [name: address.description]
        configuration.timeout.connect = TimeAmount(connecting)
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = Limits.pushesAtOnce
        return configuration
    }
}

extension HTTPClient {
    fileprivate func post(
        _ body: [UInt8], headers: HTTPHeaders, to destination: Destination, within time: Duration
    ) async throws -> GuardedAnswer {
        var request = HTTPClientRequest(url: destination.url)
        request.method = .POST
        request.headers = headers
        request.body = .bytes(body)
        let response = try await execute(request, timeout: TimeAmount(time))
        var answer: [UInt8] = []
        for try await part in response.body {
            answer += part.readableBytesView.prefix(Limits.pushAnswerBytesMax - answer.count)
            // The rest is not waited for: leaving the body ends the connection.
            if answer.count == Limits.pushAnswerBytesMax { break }
        }
        return GuardedAnswer(
            status: Int(response.status.code), retryAfter: response.headers.first(name: "retry-after"),
            date: response.headers.first(name: "date"), body: answer)
    }
}
