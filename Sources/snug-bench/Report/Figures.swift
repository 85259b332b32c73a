/// The results of one measurement.
struct Figures: Sendable {
    var load: Load
    var target: String
    var seconds: Double
    var counts: Counts
    /// The server's processor time; nil where its process is not known.
    var cpuSeconds: Double?
    /// The processor time of this program: near the seconds, it is the generator that was measured.
    var ownCPUSeconds: Double?
    var residentBytes: UInt64?

    /// The number of the load's subjects.
    var count: UInt64 {
        switch load.subject {
        case .deliveries: counts.deliveries
        case .crossings: counts.crossings.count
        case .acknowledgements, .bytes: counts.acknowledgements
        }
    }
    /// The figures of deliveries to other nodes than the talker's; nil where there were none.
    var acrossNodes: Figures? {
        guard counts.crossings.count > 0 else { return nil }
        var across = self
        across.load.subject = .crossings
        across.load.name += ", across"
        (across.cpuSeconds, across.residentBytes) = (nil, nil)
        return across
    }
    var perSecond: Double { Double(count) / seconds }
    var cpuMicroseconds: Double? { cpuSeconds.map { $0 * 1e6 / Double(max(1, count)) } }

    /// Returns the ratio to a floor.
    ///
    /// Fan-out is compared by the processor time of a delivery, sending by the acknowledgements a second, and what goes
    /// to other nodes by the time that half of it takes.
    func ratio(to floor: Figures) -> Double? {
        guard let own = compared(as: load.subject), let least = floor.compared(as: load.subject), least > 0 else {
            return nil
        }
        return own / least
    }

    private func compared(as subject: Load.Subject) -> Double? {
        switch subject {
        case .acknowledgements, .bytes: perSecond
        case .deliveries: cpuMicroseconds
        case .crossings: milliseconds(0.5)
        }
    }

    func milliseconds(_ share: Double) -> Double? {
        let latencies = load.subject == .crossings ? counts.crossings : counts.latencies
        return latencies.percentile(share).map { Double($0) / 1e6 }
    }
}
