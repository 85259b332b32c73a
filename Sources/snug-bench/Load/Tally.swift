/// The arrivals of a load.
struct Counts: Sendable {
    var latencies = Histogram()
    /// The latencies of deliveries to other nodes than the talker's.
    var crossings = Histogram()
    /// The frames that arrived with a message in them, acknowledgements included.
    var deliveries: UInt64 = 0
    var acknowledgements: UInt64 = 0
}

/// The results of a load so far, on the generator's event loop.
final class Tally {
    private(set) var counts = Counts()
    /// The first failure, at which the load ends.
    private(set) var fault: SocketFault?
    private let faulted: (SocketFault) -> Void

    init(faulted: @escaping (SocketFault) -> Void) {
        self.faulted = faulted
    }

    /// - Parameters:
    ///   - nanoseconds: the time that it took; nil where it is not the load's subject.
    ///   - isCrossing: true at another node than the talker's.
    func heard(isAcknowledgement: Bool, nanoseconds: UInt64?, isCrossing: Bool) {
        counts.deliveries += 1
        if isAcknowledgement { counts.acknowledgements += 1 }
        guard let nanoseconds else { return }
        counts.latencies.record(nanoseconds)
        if isCrossing { counts.crossings.record(nanoseconds) }
    }

    func fail(_ reason: String) {
        guard fault == nil else { return }
        let fault = SocketFault(description: reason)
        self.fault = fault
        faulted(fault)
    }

    /// Starts counting anew once the warm-up is over.
    func reset() { counts = Counts() }
}
