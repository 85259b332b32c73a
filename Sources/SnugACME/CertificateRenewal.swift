public import Logging
public import NIOCore
public import ServiceLifecycle
public import SnugChat
import Synchronization

/// The service that asks for a certificate when there is none or a third of its time is left.
///
/// It sleeps for up to ``SnugChat/Limits/acmeCheckEvery`` at a time. A try that fails is followed by longer and longer
/// pauses, which are kept from one process to the next.
public final class CertificateRenewal: Service {
    /// A function that waits for a duration; tests hand in one that moves a clock.
    public typealias Sleep = @Sendable (Duration) async throws -> Void
    /// A function that opens the way to an authority for one try.
    typealias Connect =
        @Sendable (_ work: (any ACMETransport) async throws -> HeldCertificate) async throws ->
        HeldCertificate

    /// The proofs for port 80.
    public let answers = ChallengeAnswers()
    private let settings: ACMESettings
    private let folder: ACMEFolder
    private let connect: Connect
    private let clock: any WallClock
    private let random: any Randomness
    private let sleep: Sleep
    private let taken: @Sendable () -> Void
    private let log: ACMELog
    private let alarm = Alarm()
    private let isAsked = Atomic<Bool>(false)

    /// - Parameters:
    ///   - group: the event loops that talk to the authority.
    ///   - userAgent: the name of this program, for the authority (RFC 8555 §6.1).
    ///   - taken: a function called once another certificate is in the folder.
    public convenience init(
        _ settings: ACMESettings, group: any EventLoopGroup, userAgent: String, clock: any WallClock,
        random: any Randomness, logger: Logger, taken: @escaping @Sendable () -> Void
    ) {
        self.init(
            settings, clock: clock, random: random, logger: logger, sleep: { try await Task.sleep(for: $0) },
            connect: { work in
                try await HTTPTransport.with(caFile: settings.caFile, group: group, userAgent: userAgent, work)
            }, taken: taken)
    }

    init(
        _ settings: ACMESettings, clock: any WallClock, random: any Randomness, logger: Logger,
        sleep: @escaping Sleep, connect: @escaping Connect, taken: @escaping @Sendable () -> Void
    ) {
        self.settings = settings
        folder = ACMEFolder(settings.folder)
        self.clock = clock
        self.random = random
        self.sleep = sleep
        self.connect = connect
        self.taken = taken
        log = ACMELog(settings, logger: logger)
    }

    /// Asks for a certificate that is due as soon as the authority's limits allow, for a person who has mended
    /// something.
    public func ask() {
        isAsked.store(true, ordering: .releasing)
        alarm.ring()
    }

    /// Runs until a graceful shutdown.
    public func run() async throws {
        await cancelWhenGracefulShutdown {
            let plan = self.plan
            self.log.noteStart(isWanting: plan.isWanting, plan.notes, wait: plan.wait(at: self.clock.now))
            while !Task.isCancelled {
                let isAsked = self.isAsked.exchange(false, ordering: .acquiring)
                let wait = self.plan.wait(at: self.clock.now, isAsked: isAsked)
                if wait <= .zero {
                    await self.attempt()
                } else {
                    await self.rest(for: min(wait, Limits.acmeCheckEvery))
                }
            }
        }
    }

    private var plan: RenewalPlan { RenewalPlan(settings, folder.notes(), folder.certificate()) }

    /// Tries once to get a certificate, and keeps the outcome.
    private func attempt() async {
        var notes = folder.notes().of(settings)
        do {
            // Whatever happens from here on, and be it the end of the process, has been a try.
            notes.noteFailure(ACMEFault(.interrupted, "The server ended meanwhile."), at: clock.now, random.bytes(8))
            try folder.keep(notes)
            let certificate = try await order()
            taken()
            notes.noteIssued(lifetime: certificate.lifetime, at: clock.now)
            try folder.keep(notes)
            log.noteIssued(certificate, at: clock.now)
        } catch  where Task.isCancelled {
            notes.noteStop(at: clock.now)
            try? folder.keep(notes)
        } catch {
            let fault = error as? ACMEFault ?? ACMEFault(.answer, "\(error)")
            notes.replaceFailure(by: fault, at: clock.now, random.bytes(8))
            try? folder.keep(notes)
            log.note(fault, at: clock.now, wait: plan.wait(at: clock.now))
            // The notes are not there to be read where the folder cannot be written.
            if fault.type == ACMEFault.Own.files.rawValue { await rest(for: Limits.acmeCheckEvery) }
        }
    }

    private func order() async throws -> HeldCertificate {
        let (settings, folder, answers, connect, sleep) = (settings, folder, answers, connect, sleep)
        let late = ACMEFault(.timeout, "The try took longer than \(Limits.acmeTryWithin.components.seconds) s.")
        return try await within(Limits.acmeTryWithin, late) {
            try await connect { transport in
                try await CertificateOrder(
                    settings: settings, folder: folder, answers: answers, transport: transport, sleep: sleep
                ).run()
            }
        }
    }

    /// Sleeps for a time, or until somebody asks.
    private func rest(for time: Duration) async {
        let (sleep, alarm) = (sleep, alarm)
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                do { try await sleep(time) } catch { return }
                alarm.ring()
            }
            await alarm.wait()
            group.cancelAll()
        }
    }
}
