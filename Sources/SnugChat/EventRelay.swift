import Synchronization

/// A bus that passes the events of each commit on to every bus connected to it, in order.
///
/// A store is opened with its bus, before there is any listener: events from before ``connect(_:)`` go nowhere.
public final class EventRelay: EventBus {
    private let buses = Mutex<[any EventBus]>([])

    public init() {}

    /// Sets the buses that later events go to, in place of those before.
    public func connect(_ buses: [any EventBus]) {
        self.buses.withLock { $0 = buses }
    }

    /// Passes the events on to each bus, one bus after the other, on the calling thread.
    public func publish(_ events: [Event]) {
        for bus in buses.withLock({ $0 }) { bus.publish(events) }
    }
}
