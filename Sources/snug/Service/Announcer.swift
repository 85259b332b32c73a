import SnugChat
import SnugMail
import SnugServer
import Synchronization

/// Carries the events of each commit to whoever waits for them. The store is there before its listeners are.
final class Announcer: EventBus {
    private let listeners = Mutex<(hub: Hub, mails: MailQueue)?>(nil)

    func connect(hub: Hub, mails: MailQueue) {
        listeners.withLock { $0 = (hub, mails) }
    }

    func publish(_ events: [Event]) {
        guard let (hub, mails) = listeners.withLock({ $0 }) else { return }
        hub.publish(events)
        if events.contains(.mailQueued) { mails.wake() }
    }
}
