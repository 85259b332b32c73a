public import SnugChat
import Synchronization

/// A mailer that hands mails to another, which can be replaced while mails wait as the relay is changed.
public final class LiveMailer: Mailer {
    private let mailer: Mutex<any Mailer>

    public init(_ mailer: any Mailer) { self.mailer = Mutex(mailer) }

    /// Replaces the mailer for all deliveries that begin from now on.
    public func replace(with mailer: any Mailer) {
        self.mailer.withLock { $0 = mailer }
    }

    /// Delivers a mail by the mailer of this moment.
    public func deliver(_ mail: Mail) async throws(MailFault) {
        let mailer = mailer.withLock { $0 }
        try await mailer.deliver(mail)
    }
}
