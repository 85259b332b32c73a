/// The results of a load so far, on the generator's event loop.
final class Tally {
    private(set) var latencies = Histogram()
    /// The frames that arrived with a message in them, acknowledgements included.
    private(set) var deliveries: UInt64 = 0
    private(set) var acknowledgements: UInt64 = 0
    /// The first failure, at which the load ends.
    private(set) var fault: SocketFault?
    private let faulted: (SocketFault) -> Void

    init(faulted: @escaping (SocketFault) -> Void) {
        self.faulted = faulted
    }

    func heard(isAcknowledgement: Bool, nanoseconds: UInt64?) {
        deliveries += 1
        if isAcknowledgement { acknowledgements += 1 }
        if let nanoseconds { latencies.record(nanoseconds) }
    }

    func fail(_ reason: String) {
        guard fault == nil else { return }
        let fault = SocketFault(description: reason)
        self.fault = fault
        faulted(fault)
    }

    /// Starts counting anew once the warm-up is over.
    func reset() {
        latencies = Histogram()
        deliveries = 0
        acknowledgements = 0
    }
}
