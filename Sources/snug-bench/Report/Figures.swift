/// The results of one measurement.
struct Figures: Sendable {
    var load: Load
    var target: String
    var seconds: Double
    var latencies: Histogram
    /// The frames with a message in them, the senders' acknowledgements included.
    var deliveries: UInt64
    var acknowledgements: UInt64
    /// The server's processor time; nil where its process is not known.
    var cpuSeconds: Double?
    /// The processor time of this program: near the seconds, it is the generator that was measured.
    var ownCPUSeconds: Double?
    var residentBytes: UInt64?

    /// The number of the load's subjects.
    var count: UInt64 { load.subject == .deliveries ? deliveries : acknowledgements }
    var perSecond: Double { Double(count) / seconds }
    var cpuMicroseconds: Double? { cpuSeconds.map { $0 * 1e6 / Double(max(1, count)) } }

    /// Returns the ratio to a floor.
    ///
    /// Fan-out is compared by the processor time of a delivery, sending by the acknowledgements a second.
    func ratio(to floor: Figures) -> Double? {
        if load.subject == .acknowledgements { return perSecond / max(floor.perSecond, 1e-9) }
        guard let cpuMicroseconds, let least = floor.cpuMicroseconds, least > 0 else { return nil }
        return cpuMicroseconds / least
    }

    func milliseconds(_ share: Double) -> Double? { latencies.percentile(share).map { Double($0) / 1e6 } }
}
