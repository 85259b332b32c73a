import Crypto
import NIOHTTP1
import NIOPosix
import SnugChat
import SnugTesting
import Testing

@testable import SnugPush

@Suite("The sender of pushes", .timeLimit(.minutes(5))) struct SenderTests {
    private let clock = ManualClock()
    private let browser = P256.KeyAgreement.PrivateKey()

    /// On a busy machine an answer may take long; what tests of a service that says nothing wait for is given.
    private func sender(
        _ hosts: String, _ key: VAPIDKey = VAPIDKey(), answering: Duration = .seconds(50)
    ) throws -> WebPushSender {
        WebPushSender(
            key: key, settings: PushSettings(hosts: try #require(PushHosts(hosts)), contact: .unreachable),
            clock: clock, random: CountingRandomness(),
            client: GuardedClient(
                resolver: ScriptedResolver([["127.0.0.1"]]), group: MultiThreadedEventLoopGroup.singleton,
                times: GuardedTimes(connecting: .seconds(50), answering: answering)))
    }

    private func push(
        to endpoint: String, of user: Int64 = 1, _ text: String = "tea?", _ urgency: Push.Urgency = .normal
    ) throws -> Push {
        let keys = try #require(
            PushKeys(
                publicKey: Array(browser.publicKey.x963Representation), secret: [UInt8](repeating: 7, count: 16)))
        return Push(
            to: Push.Target(endpoint: endpoint, keys: keys), of: User.ID(user), text: Array(text.utf8),
            urgency: urgency, topic: [UInt8](repeating: 9, count: 16), end: clock.now + Limits.pushLifetime)
    }

    /// Sends one push to a service that answers by a script, and returns what came of it.
    private func outcome(
        _ script: PushService.Script, answering: Duration = .seconds(50)
    ) async throws -> PushOutcome {
        let service = try await PushService { _ in script }
        let place = "localhost:\(service.port)"
        let sender = try sender(place, answering: answering)
        let outcome = await sender.send(try push(to: "http://\(place)/1"))
        await sender.shutDown()
        await service.stop()
        return outcome
    }

    @Test func `sends what RFC 8030 and 8292 ask for`() async throws {
        let service = try await PushService { _ in .answer(201) }
        let (place, key) = ("localhost:\(service.port)", VAPIDKey())
        let sender = try sender(place, key)
        #expect(await sender.send(try push(to: "http://\(place)/wpush/1?a=b", "tea?", .high)) == .accepted)
        let request = try #require(service.requests.first)
        #expect(request.head.method == .POST && request.head.uri == "/wpush/1?a=b")
        let headers = request.head.headers
        #expect(headers.first(name: "content-encoding") == "aes128gcm")
        #expect(headers.first(name: "ttl") == "86400")
        #expect(headers.first(name: "urgency") == "high")
        #expect(headers.first(name: "topic")?.count == 22, "never one more than a multiple of four")
        let authorization = try #require(headers.first(name: "authorization"))
        #expect(authorization.hasPrefix("vapid t=") && authorization.hasSuffix(", k=\(key.publicKey)"))
        #expect(headers.first(name: "content-length") == "\(request.body.count)" && request.body.count == 103 + 256)
        #expect(headers.first(name: "cookie") == nil && headers.first(name: "referer") == nil)
        await sender.shutDown()
        await service.stop()
    }

    @Test(arguments: [(3_600_900, "3600"), (500, "1"), (200_000_000, "86400")])
    func `has a service keep a push for what is left of its time`(_ milliseconds: Int, _ seconds: String) async throws {
        let service = try await PushService { _ in .answer(201) }
        let place = "localhost:\(service.port)"
        let sender = try sender(place)
        var late = try push(to: "http://\(place)/1")
        late.end = clock.now + .milliseconds(milliseconds)
        #expect(await sender.send(late) == .accepted)
        #expect(service.requests.first?.head.headers.first(name: "ttl") == seconds)
        await sender.shutDown()
        await service.stop()
    }

    @Test func `seals each push by another key and salt`() async throws {
        let service = try await PushService { _ in .answer(201) }
        let place = "localhost:\(service.port)"
        let sender = try sender(place)
        for _ in 0..<2 { #expect(await sender.send(try push(to: "http://\(place)/1")) == .accepted) }
        let bodies = service.requests.map(\.body)
        #expect(bodies.count == 2 && bodies[0].prefix(16) != bodies[1].prefix(16))
        #expect(bodies[0][21..<86] != bodies[1][21..<86])
        #expect(service.connections == 1, "the connection is kept")
        await sender.shutDown()
        await service.stop()
    }

    @Test(arguments: [200, 201, 202, 204]) func `takes these answers for accepted`(_ status: Int) async throws {
        #expect(try await outcome(.answer(status)) == .accepted)
    }

    @Test(arguments: [404, 410]) func `forgets a subscription that is gone`(_ status: Int) async throws {
        #expect(try await outcome(.answer(status, [:], #"{"errno":106}"#)) == .gone)
    }

    @Test(arguments: [
        (400, "BadWebPushTopic", "BadWebPushTopic"), (401, "", "It does not take the push."),
        (403, #"{"reason":"BadJwtToken"}"#, #"{"reason":"BadJwtToken"}"#), (413, "", "The push is too long for it."),
        (403, "a\r\nb\u{7}", "a  b"),
    ])
    func `keeps the reason of a push that is refused`(_ status: Int, _ body: String, _ reason: String) async throws {
        #expect(
            try await outcome(.answer(status, [:], body)) == .refused(PushFailure(status: status, reason)))
    }

    @Test(arguments: [401, 403]) func `keeps a push that is refused while the clock here is wrong`(
        _ status: Int
    ) async throws {
        // It is 2026-11-22T16:00:00Z here.
        for (date, isKept) in [("21 Nov 2026 16:00:00", true), ("22 Nov 2026 16:59:00", false), ("none", false)] {
            let weekday = date.hasPrefix("21") ? "Sat" : "Sun"
            let said = try await outcome(.answer(status, ["date": "\(weekday), \(date) GMT"], "BadJwtToken"))
            switch said {
            case .delayed(let failure, _): #expect(isKept && failure == PushFailure(status: status, "BadJwtToken"))
            default: #expect(!isKept && said == .refused(PushFailure(status: status, "BadJwtToken")))
            }
        }
    }

    @Test func `keeps little of a long reason`() async throws {
        let said = try await outcome(.answer(403, [:], String(repeating: "é", count: 5_000)))
        #expect(said == .refused(PushFailure(status: 403, String(repeating: "é", count: 200))))
    }

    @Test(arguments: [301, 302, 307, 308]) func `follows nowhere`(_ status: Int) async throws {
        let inner = try await PushService { _ in .answer(201) }
        let said = try await outcome(.answer(status, ["location": "http://127.0.0.1:\(inner.port)/"], "moved"))
        #expect(said == .refused(PushFailure(status: status, "It points elsewhere, and is not followed.")))
        #expect(inner.connections == 0)
        await inner.stop()
    }

    @Test(arguments: [429, 500, 502, 503]) func `waits for as long as it is asked to`(_ status: Int) async throws {
        let until = clock.now + .seconds(120)
        let said = try await outcome(.answer(status, ["retry-after": "120"], "slow down"))
        #expect(said == .delayed(PushFailure(status: status, "slow down"), until: until))
    }

    @Test func `waits a little where nothing is asked`() async throws {
        guard case .delayed(let failure, let until) = try await outcome(.answer(503)) else {
            Issue.record("not delayed")
            return
        }
        #expect(failure == PushFailure(status: 503, "It asks to come back later."))
        #expect(until >= clock.now + .seconds(5) && until < clock.now + .seconds(7))
    }

    @Test func `waits after a connection that ends`() async throws {
        guard case .delayed(let failure, _) = try await outcome(.hangUp) else {
            Issue.record("not delayed")
            return
        }
        #expect(failure == PushFailure("localhost: it hung up."))
    }

    @Test(arguments: [PushService.Script.hang, .headAlone])
    func `waits for an answer as long as it may, not longer`(_ script: PushService.Script) async throws {
        guard case .delayed(let failure, _) = try await outcome(script, answering: .milliseconds(200)) else {
            Issue.record("not delayed")
            return
        }
        #expect(failure.reason == "localhost: it says nothing.")
    }

    @Test func `takes the word of an answer without end for what it is`() async throws {
        #expect(try await outcome(.endless(201)) == .accepted)
        #expect(try await outcome(.endless(410)) == .gone)
    }

    @Test func `sends nothing to a place that is not named`() async throws {
        let service = try await PushService { _ in .answer(201) }
        let sender = try sender(PushHosts.standard)
        guard case .refused(let failure) = await sender.send(try push(to: "http://localhost:\(service.port)/1")) else {
            Issue.record("not refused")
            return
        }
        #expect(failure == PushFailure("An endpoint begins with https://.") && service.connections == 0)
        await sender.shutDown()
        await service.stop()
    }

    @Test(arguments: ["https://push.example.org/a?b", "https://PUSH.example.org:443/a?b"])
    func `knows an endpoint in each of its spellings`(_ endpoint: String) async throws {
        let sender = try sender("push.example.org")
        #expect(try sender.normalized(endpoint) == "https://push.example.org/a?b")
        await sender.shutDown()
    }

    @Test func `leaves a service alone that fails for several people, for a short while, and no other`() async throws {
        let failing = try await PushService { _ in .answer(503, ["retry-after": "600"]) }
        let well = try await PushService { _ in .answer(201) }
        let (bad, good) = ("localhost:\(failing.port)", "localhost:\(well.port)")
        let sender = try sender("\(bad), \(good)")
        func send(of user: Int64, at device: Int = 1) async throws -> PushOutcome {
            await sender.send(try push(to: "http://\(bad)/\(user)/\(device)", of: user))
        }
        let until = clock.now + .seconds(600)
        // All devices of one person: the others are not held up.
        for device in 0..<10 {
            let delayed = PushOutcome.delayed(PushFailure(status: 503, "It asks to come back later."), until: until)
            #expect(try await send(of: 1, at: device) == delayed)
        }
        for user in 2...5 { _ = try await send(of: Int64(user)) }
        #expect(failing.requests.count == 10 + 2, "the third person's failure was the last that was asked for")
        guard case .unasked(let end) = try await send(of: 6) else {
            Issue.record("it was asked")
            return
        }
        #expect(end >= clock.now + .seconds(5) && end < clock.now + .seconds(7), "whatever one push was told")
        #expect(await sender.send(try push(to: "http://\(good)/1")) == .accepted)
        clock.advance(by: .seconds(7))
        _ = try await send(of: 7)
        #expect(failing.requests.count == 13)
        await sender.shutDown()
        for service in [failing, well] { await service.stop() }
    }

    @Test func `leaves a browser alone whose service delays its pushes, and no other of its person`() async throws {
        let service = try await PushService { $0 == "/well" ? .answer(201) : .answer(503) }
        let place = "localhost:\(service.port)"
        let sender = try sender(place)
        func send(_ name: String) async throws -> PushOutcome {
            await sender.send(try push(to: "http://\(place)/\(name)"))
        }
        guard case .delayed(_, let until) = try await send("busy") else {
            Issue.record("it was not asked")
            return
        }
        #expect(try await send("busy") == .unasked(until: until))
        #expect(try await send("well") == .accepted)
        #expect(service.requests.count == 2)
        await sender.shutDown()
        await service.stop()
    }

    @Test func `takes a refusal for the answer of a service that works`() async throws {
        let service = try await PushService { $0 == "/3" ? .answer(403) : .answer(503) }
        let place = "localhost:\(service.port)"
        let sender = try sender(place)
        for user in 1...5 { _ = await sender.send(try push(to: "http://\(place)/\(user)", of: Int64(user))) }
        #expect(service.requests.count == 5, "it is not left alone")
        await sender.shutDown()
        await service.stop()
    }

    @Test func `says of a text that is too long that it will not be taken`() async throws {
        let sender = try sender("localhost:1")
        let said = await sender.send(try push(to: "http://localhost:1/", String(repeating: "x", count: 2_401)))
        #expect(said == .refused(PushFailure("A push has at most 2400 bytes of text.")))
        await sender.shutDown()
    }
}

@Suite("A service's wish to be left alone") struct RetryAfterTests {
    private let now = Timestamp(seconds: 784_111_777)  // 1994-11-06T08:49:37Z, the example of RFC 9110 §5.6.7

    @Test(arguments: [
        ("0", 0), ("120", 120), (" 7 ", 7), ("Sun, 06 Nov 1994 08:49:37 GMT", 0), ("Sun, 06 Nov 1994 08:50:37 GMT", 60),
        ("Sun, 06 Nov 1994 08:00:00 GMT", 0), ("Mon, 07 Nov 1994 00:00:00 GMT", 3_600), ("99999999", 3_600),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 3_600), ("9223372036854775807", 3_600),
    ])
    func `is read as seconds or a date, and bounded`(_ value: String, _ seconds: Int) {
        #expect(RetryAfter(value, at: now)?.duration == .seconds(seconds))
    }

    @Test(arguments: [
        "", "-1", "1.5", "+7", "soon", "99999999999999999999", "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
    ])
    func `is left out where it is anything else`(_ value: String) {
        #expect(RetryAfter(value, at: now) == nil)
    }

    @Test func `counts leap days`() {
        let leap = Timestamp(seconds: 1_709_249_400)  // 2024-02-29T23:30:00Z
        #expect(RetryAfter("Thu, 29 Feb 2024 23:30:30 GMT", at: leap)?.duration == .seconds(30))
        #expect(RetryAfter("Fri, 01 Mar 2024 00:00:00 GMT", at: leap)?.duration == .seconds(1_800))
    }
}

@Suite("The pauses of push services") struct OriginPacesTests {
    private let now = ManualClock().now

    private func trouble(
        _ paces: inout OriginPaces, for user: Int64, tries: Int = 0, retryAfter: Duration? = nil
    ) -> Duration {
        paces.noteTrouble(
            of: "a", for: User.ID(user), tries: tries, retryAfter: retryAfter, now: now, jitter: 0) - now
    }

    @Test func `grow with each person whose pushes fail, up to a minute`() {
        var paces = OriginPaces()
        let pauses = (Int64(0)..<20).map { user in
            _ = trouble(&paces, for: user)
            return paces.pause(of: "a", at: now).map { $0 - now }
        }
        #expect(pauses.prefix(6) == [nil, nil, .seconds(5), .seconds(10), .seconds(20), .seconds(40)])
        #expect(pauses.dropFirst(6).allSatisfy { $0 == .seconds(60) })
    }

    @Test func `are given for nothing that happens to one person, nor for longer than a minute`() {
        var paces = OriginPaces()
        for _ in 0..<20 { #expect(trouble(&paces, for: 1, retryAfter: .seconds(3_600)) == .seconds(3_600)) }
        #expect(paces.pause(of: "a", at: now) == nil)
        #expect(trouble(&paces, for: 2, retryAfter: .seconds(3_600)) == .seconds(3_600))
        #expect(trouble(&paces, for: 3, retryAfter: .seconds(3_600)) == .seconds(3_600))
        #expect(paces.pause(of: "a", at: now) == now + .seconds(5))
    }

    @Test func `grow with each try of one push`() {
        var paces = OriginPaces()
        let pauses = [0, 1, 2, 3, 100].map { trouble(&paces, for: 1, tries: $0) }
        #expect(pauses == [.seconds(5), .seconds(10), .seconds(20), .seconds(40), .seconds(900)])
    }

    @Test func `end with a push that is answered`() {
        var paces = OriginPaces()
        for user in 0..<5 { _ = trouble(&paces, for: Int64(user)) }
        #expect(paces.pause(of: "a", at: now) == now + .seconds(20))
        paces.noteAnswer(of: "a")
        #expect(paces.pause(of: "a", at: now) == nil)
        #expect(trouble(&paces, for: 9) == .seconds(5) && paces.pause(of: "a", at: now) == nil)
    }

    @Test func `are over in time, and after the clock went back`() {
        var paces = OriginPaces()
        for user in 0..<20 { _ = trouble(&paces, for: Int64(user)) }
        #expect(paces.pause(of: "a", at: now + .seconds(59)) != nil)
        #expect(paces.pause(of: "a", at: now + .seconds(60)) == nil)
        #expect(paces.pause(of: "a", at: now - .seconds(365 * 86_400)) == nil)
        #expect(paces.pause(of: "b", at: now) == nil)
    }
}
