public import SnugChat
import Synchronization

/// The mailer that holds just now: the relay can be changed while mails wait.
public final class LiveMailer: Mailer {
    private let mailer: Mutex<any Mailer>

    public init(_ mailer: any Mailer) { self.mailer = Mutex(mailer) }

    public func replace(with mailer: any Mailer) {
        self.mailer.withLock { $0 = mailer }
    }

    public func deliver(_ mail: Mail) async throws(MailFault) {
        let mailer = mailer.withLock { $0 }
        try await mailer.deliver(mail)
    }
}
