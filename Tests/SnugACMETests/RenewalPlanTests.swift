import Crypto
import SnugChat
import SnugTesting
import SwiftASN1
import Testing
import X509

@testable import SnugACME

@Suite("When a certificate is asked for") struct RenewalPlanTests {
    private let now = ManualClock().now
    private let settings = ACMESettings(
        names: ["chat.example.org"], directory: "https://authority.example/dir", folder: "/nowhere")
    private let random = CountingRandomness()

    private func certificate(from: Timestamp, names: [String]? = nil) throws -> HeldCertificate {
        let signing = CertificateSigning(key: P256.Signing.PrivateKey(), names: names ?? settings.names)
        let leaf = try Authority().certificate(for: signing, at: from)
        return try HeldCertificate(chain: try leaf.serializeAsPEM().pemString, for: signing)
    }

    private func failed(_ times: Int, at time: Timestamp, retryAfter: Int64? = nil) -> RenewalNotes {
        var notes = RenewalNotes().of(settings)
        let fault = ACMEFault(type: "dns", detail: "", retryAfterSeconds: retryAfter)
        for _ in 0..<times { notes.noteFailure(fault, at: time, [0, 0, 0, 0]) }
        return notes
    }

    @Test func `at once where there is none, or one that stands in`() throws {
        let signing = CertificateSigning(key: P256.Signing.PrivateKey(), names: settings.names)
        let placeholder = try HeldCertificate(placeholder: signing, at: now)
        for held in [nil, placeholder, try certificate(from: now, names: ["other.example"])] {
            let plan = RenewalPlan(settings, RenewalNotes(), held)
            #expect(plan.isWanting && plan.wait(at: now) == .zero)
        }
    }

    @Test func `at once where the other one came from another authority`() throws {
        var elsewhere = settings
        elsewhere.directory = "https://staging.example/dir"
        var notes = RenewalNotes().of(elsewhere)
        notes.noteIssued(lifetime: .seconds(90 * 86_400), at: now)
        #expect(RenewalPlan(settings, notes, try certificate(from: now)).wait(at: now) == .zero)
    }

    @Test func `again when a third of its time is left`() throws {
        let plan = RenewalPlan(settings, RenewalNotes(), try certificate(from: now))
        #expect(!plan.isWanting)
        #expect(plan.wait(at: now) == .seconds(60 * 86_400))
        #expect(plan.wait(at: now + .seconds(61 * 86_400)) == .zero)
    }

    @Test func `after a failure later and later, whatever the process`() {
        for (failures, seconds) in [(1, 60), (2, 240), (3, 960), (4, 3_840), (5, 15_360), (6, 43_200), (99, 43_200)] {
            let plan = RenewalPlan(settings, failed(failures, at: now), nil)
            #expect(plan.wait(at: now) == .seconds(seconds))
            #expect(plan.wait(at: now + .seconds(seconds)) == .zero)
        }
    }

    @Test func `up to a quarter later at random`() {
        #expect(RenewalNotes.pause(after: 1, [255, 255, 255, 255]) == .seconds(74))
        #expect(RenewalNotes.pause(after: 6, [128, 0, 0, 0]) == .seconds(43_200 + 5_400))
        for _ in 0..<100 {
            let pause = RenewalNotes.pause(after: 6, random.bytes(8))
            #expect((Duration.seconds(43_200)...Duration.seconds(54_000)).contains(pause))
        }
    }

    @Test func `no sooner than the authority asks, even for a person`() {
        let plan = RenewalPlan(settings, failed(1, at: now, retryAfter: 9_000), nil)
        #expect(plan.wait(at: now) == .seconds(9_000))
        #expect(plan.wait(at: now, isAsked: true) == .seconds(9_000))
    }

    @Test func `for a person after twelve minutes`() {
        let plan = RenewalPlan(settings, failed(6, at: now), nil)
        #expect(plan.wait(at: now, isAsked: true) == .seconds(720))
        #expect(RenewalPlan(settings, failed(1, at: now), nil).wait(at: now, isAsked: true) == .seconds(60))
    }

    @Test func `not twice a day, by a clock that is far ahead`() throws {
        let ahead = now + .seconds(1_000 * 86_400)
        var notes = RenewalNotes().of(settings)
        notes.noteIssued(lifetime: .seconds(90 * 86_400), at: ahead)
        let plan = RenewalPlan(settings, notes, try certificate(from: now))
        #expect(plan.wait(at: ahead) == Limits.acmeIssueEvery)
        #expect(plan.wait(at: ahead + Limits.acmeIssueEvery) == .zero)
    }

    @Test func `as usual by a clock that has gone back`() {
        let plan = RenewalPlan(settings, failed(6, at: now + .seconds(1_000 * 86_400)), nil)
        #expect(plan.wait(at: now) == .zero)
    }

    @Test func `anew for other names`() {
        var others = settings
        others.names = ["talk.example.org"]
        #expect(RenewalPlan(others, failed(6, at: now), nil).wait(at: now) == .zero)
    }
}
