import Synchronization

/// Passes the events of each commit on to every bus connected to it, in order.
///
/// A store is opened with its bus, before there is anyone to listen: events from before ``connect(_:)`` go nowhere.
public final class EventRelay: EventBus {
    private let buses = Mutex<[any EventBus]>([])

    public init() {}

    public func connect(_ buses: [any EventBus]) {
        self.buses.withLock { $0 = buses }
    }

    public func publish(_ events: [Event]) {
        for bus in buses.withLock({ $0 }) { bus.publish(events) }
    }
}
