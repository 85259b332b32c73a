import Dispatch
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import SnugChat
import Synchronization
import Testing

@testable import SnugPush

/// A resolver that says of each name in turn what it was told to, the last thing again and again.
final class ScriptedResolver: AddressResolver {
    private let answers: Mutex<[[String]]>
    private let count = Mutex(0)

    init(_ answers: [[String]]) { self.answers = Mutex(answers) }

    /// The look-ups so far.
    var lookUps: Int { count.withLock(\.self) }

    func addresses(of name: String) async throws -> [IPAddress] {
        count.withLock { $0 += 1 }
        let texts = answers.withLock { $0.count > 1 ? $0.removeFirst() : $0.first ?? [] }
        return texts.compactMap { IPAddress($0) }
    }

    func shutDown() async {}
}

@Suite("The guard of outgoing requests") struct GuardTests {
    private let group = MultiThreadedEventLoopGroup.singleton

    private func client(_ resolver: any AddressResolver, trust: NIOSSLTrustRoots = .default) -> GuardedClient {
        // On a busy machine each of these may be over before a test is.
        let times = GuardedTimes(
            connecting: .seconds(300), answering: .seconds(300), keepingAddress: .seconds(3_600))
        return GuardedClient(resolver: resolver, group: group, trustRoots: trust, times: times)
    }

    /// A place of a test's service, reached under a name.
    private func place(_ service: PushService, _ scheme: Destination.Scheme, _ name: String = "localhost")
        -> Destination
    {
        Destination(scheme: scheme, host: name, port: service.port, reach: .thisMachine, path: "/a")
    }

    private func failure(_ work: () async throws -> GuardedAnswer) async -> String {
        do { return "status \(try await work().status)" } catch { return (error as? PushFailure)?.reason ?? "\(error)" }
    }

    @Test(arguments: [
        ["127.0.0.1"], ["169.254.169.254"], ["10.0.0.5"], ["::1"], ["::ffff:127.0.0.1"], ["64:ff9b::7f00:1"],
        ["0.0.0.0"],
        ["8.8.8.8", "127.0.0.1"], ["2606:4700:4700::1111", "fd00::1"],
    ])
    func `connects to no name one of whose addresses leads inside`(_ addresses: [String]) async throws {
        let service = try await PushService { _ in .answer(201) }
        let inside = Destination(
            scheme: .https, host: "push.example.org", port: service.port, reach: .internet, path: "/")
        let client = client(ScriptedResolver([addresses]))
        let reason = await failure { try await client.post([], headers: [:], to: inside) }
        #expect(reason == "push.example.org leads to \(addresses.last ?? ""), where this server sends nothing.")
        #expect(service.connections == 0)
        await client.shutDown()
        await service.stop()
    }

    @Test func `keeps to the address that it looked at when the name leads elsewhere a moment later`() async throws {
        let (first, second) = (
            try await PushService { _ in .answer(201) }, try await PushService { _ in .answer(201) }
        )
        // Were the name looked up again, the second answer would lead to an address without a listener.
        let resolver = ScriptedResolver([["127.0.0.1"], ["127.0.0.2"]])
        let client = client(resolver)
        for _ in 0..<3 { #expect(try await client.post([1], headers: [:], to: place(first, .http)).status == 201) }
        #expect(resolver.lookUps == 1 && first.connections == 1)
        #expect(second.connections == 0)
        await client.shutDown()
        for service in [first, second] { await service.stop() }
    }

    @Test func `checks a name again when it looks again`() async throws {
        let service = try await PushService { _ in .answer(201) }
        let client = client(ScriptedResolver([["127.0.0.1"], ["127.0.0.1", "10.0.0.1"]]))
        #expect(try await client.post([], headers: [:], to: place(service, .http)).status == 201)
        await client.shutDown()
        let reason = await failure { try await client.post([], headers: [:], to: place(service, .http)) }
        #expect(reason.contains("leads to 10.0.0.1") && service.requests.count == 1)
        await service.stop()
    }

    @Test func `has the name in TLS and in Host, and the checked address underneath`() async throws {
        let identity = try Identity(for: "push.example.org")
        let service = try await PushService(identity: identity) { _ in .answer(201) }
        let client = client(ScriptedResolver([["127.0.0.1"]]), trust: identity.trust)
        #expect(try await client.post([7], headers: [:], to: place(service, .https, "push.example.org")).status == 201)
        let request = try #require(service.requests.first)
        #expect(request.head.headers.first(name: "host") == "push.example.org:\(service.port)" && request.body == [7])
        let reason = await failure {
            try await client.post([], headers: [:], to: place(service, .https, "other.example.org"))
        }
        #expect(reason == "other.example.org: its certificate is for another name.")
        #expect(service.requests.count == 1)
        await client.shutDown()
        await service.stop()
    }

    @Test func `trusts no certificate that nobody has signed`() async throws {
        let service = try await PushService(identity: Identity(for: "push.example.org")) { _ in .answer(201) }
        let client = client(ScriptedResolver([["127.0.0.1"]]))
        let reason = await failure {
            try await client.post([], headers: [:], to: place(service, .https, "push.example.org"))
        }
        #expect(reason == "push.example.org: its certificate is not trusted here, or has expired.")
        await client.shutDown()
        await service.stop()
    }

    @Test func `follows no redirect, least of all inside`() async throws {
        let inner = try await PushService { _ in .answer(200, [:], "secret") }
        let target = "http://127.0.0.1:\(inner.port)/latest/meta-data"
        for status in [301, 302, 303, 307, 308] {
            let outer = try await PushService { _ in .answer(status, ["location": target]) }
            let client = client(ScriptedResolver([["127.0.0.1"]]))
            #expect(try await client.post([], headers: [:], to: place(outer, .http)).status == status)
            await client.shutDown()
            await outer.stop()
        }
        #expect(inner.connections == 0)
        await inner.stop()
    }

    @Test func `reads no more of an answer than its bound`() async throws {
        let service = try await PushService { _ in .endless(500) }
        let client = client(ScriptedResolver([["127.0.0.1"]]))
        let answer = try await client.post([], headers: [:], to: place(service, .http))
        #expect(answer.status == 500 && answer.body.count == Limits.pushAnswerBytesMax)
        await client.shutDown()
        await service.stop()
    }

    @Test func `takes the other family's address where nothing listens at the first`() async throws {
        let service = try await PushService { _ in .answer(201) }
        let client = client(ScriptedResolver([["::1", "127.0.0.1"]]))
        #expect(try await client.post([], headers: [:], to: place(service, .http)).status == 201)
        #expect(try await client.post([], headers: [:], to: place(service, .http)).status == 201)
        #expect(service.connections == 1, "the address that answered is kept")
        await client.shutDown()
        await service.stop()
    }

    @Test func `keeps the connections of few names`() async throws {
        let service = try await PushService { _ in .answer(201) }
        let resolver = ScriptedResolver([["127.0.0.1"]])
        let client = client(resolver)
        for number in 0..<(Limits.pushAddressesKept + 8) {
            #expect(
                try await client.post([], headers: [:], to: place(service, .http, "n\(number).localhost")).status == 201
            )
        }
        _ = try await client.post([], headers: [:], to: place(service, .http, "n39.localhost"))
        #expect(resolver.lookUps == Limits.pushAddressesKept + 8, "the newest is kept")
        _ = try await client.post([], headers: [:], to: place(service, .http, "n0.localhost"))
        #expect(resolver.lookUps == Limits.pushAddressesKept + 9, "the oldest has gone")
        await client.shutDown()
        await service.stop()
    }

    @Test(.timeLimit(.minutes(5))) func `ends while a resolver is silent`() async throws {
        let (begun, silent) = (AsyncStream<Void>.makeStream(), DispatchSemaphore(value: 0))
        let resolver = SystemResolver(group: group) { _ in
            begun.continuation.yield()
            silent.wait()
            return []
        }
        let looking = Task { try await resolver.addresses(of: "push.example.org") }
        for await _ in begun.stream { break }
        await resolver.shutDown()
        // Had it been waited for, nobody would have come here.
        silent.signal()
        await #expect(throws: PushFailure.self) { try await looking.value }
    }

    @Test func `looks names up as the system does`() async throws {
        let resolver = SystemResolver(group: group)
        #expect(try await resolver.addresses(of: "localhost").allSatisfy(\.isLoopback))
        // Other parsers' spellings of 127.0.0.1, which a list of hosts lets nobody name.
        for text in ["0x7f.1", "2130706433", "127.1"] {
            let addresses = (try? await resolver.addresses(of: text)) ?? []
            #expect(addresses.allSatisfy { !$0.isPublic }, "\(text)")
        }
        await #expect(throws: PushFailure.self) { try await resolver.addresses(of: "nobody.invalid") }
        await resolver.shutDown()
    }
}
