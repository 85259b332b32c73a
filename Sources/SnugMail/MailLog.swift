import Logging
import SnugChat
import Synchronization

/// The log's lines on mails.
///
/// A relay that is in trouble, or refuses recipients, is told of once when that begins and once when it ends, however
/// many mails it concerns. Mails are named by their numbers alone: the log tells nobody who people are.
final class MailLog: Sendable {
    private struct Troubles {
        /// No mail gets through.
        var relay = Trouble(endsAfter: Limits.relayTroubleQuiet)
        /// Single mails are refused for good.
        var refusals = Trouble(endsAfter: Limits.refusedMailQuiet)
        /// Mails are put off for longer than the first one of an unknown sender is.
        var deferrals = Trouble(endsAfter: Limits.mailRetryLongest)
    }

    private let logger: Logger
    private let clock: any WallClock
    private let troubles = Mutex(Troubles())

    init(logger: Logger, clock: any WallClock) {
        self.logger = logger
        self.clock = clock
    }

    func noteSent(_ mail: QueuedMail.ID) {
        let now = clock.now
        let (relay, refusals, deferrals) = troubles.withLock {
            ($0.relay.noteSuccess(at: now), $0.refusals.noteSuccess(at: now), $0.deferrals.noteSuccess(at: now))
        }
        if let relay { logger.notice("The mail relay takes mails again", metadata: relay.metadata) }
        if let refusals { logger.notice("The mail relay refuses no recipient any more", metadata: refusals.metadata) }
        if let deferrals { logger.notice("The mail relay puts mails off no more", metadata: deferrals.metadata) }
        logger.info("Mail sent", metadata: ["mail": "\(mail)"])
    }

    /// Notes a delivery that failed.
    /// - Parameter fault: the fault, its detail without addresses.
    func note(_ fault: MailFault, of mail: QueuedMail) {
        let now = clock.now
        let metadata: Logger.Metadata = ["mail": "\(mail.id)", "error": "\(fault.detail)"]
        switch (fault.kind, fault.stage) {
        case (.permanent, .recipient), (.permanent, .data):
            if troubles.withLock({ $0.refusals.noteFailure(at: now) }) {
                logger.warning("The mail relay refuses mails for good", metadata: metadata)
            }
        case (.transient, .recipient):
            guard mail.tries >= Limits.greylistedTriesMax else { break }
            if troubles.withLock({ $0.deferrals.noteFailure(at: now) }) {
                logger.warning("The mail relay puts mails off again and again", metadata: metadata)
            }
        default:
            if troubles.withLock({ $0.relay.noteFailure(at: now) }) {
                logger.error("The mail relay does not take mails", metadata: metadata)
            }
        }
        if fault.kind == .permanent {
            logger.info("A mail cannot be delivered", metadata: metadata)
        } else {
            logger.debug("A mail is tried again", metadata: metadata)
        }
    }

    func noteExpired(_ mail: QueuedMail.ID) {
        logger.info("A mail was too old to be sent", metadata: ["mail": "\(mail)"])
    }

    func noteUnreadable(_ mail: QueuedMail.ID) {
        logger.error("A mail in the queue cannot be read, and is dropped", metadata: ["mail": "\(mail)"])
    }

    /// Notes an error of the queue; of the store's own faults whoever watches the store tells.
    func noteQueueFault(_ message: Logger.Message, _ error: any Error) {
        logger.log(level: error is StoreFault ? .debug : .error, message, metadata: ["error": "\(error)"])
    }
}

extension Trouble.Ending {
    fileprivate var metadata: Logger.Metadata {
        ["after": "\(lasted.components.seconds) s", "failures": "\(failures)"]
    }
}
