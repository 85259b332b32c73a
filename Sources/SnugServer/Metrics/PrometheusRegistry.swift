public import Metrics
public import SnugChat
import Synchronization

/// A registry of counters and timers, written in Prometheus's text format (exposition format 0.0.4).
///
/// Labels that are no ``Metric`` are ignored, so that the number of series is bounded by the catalogue.
public final class PrometheusRegistry: MetricsFactory {
    private struct Series: Hashable {
        var metric: Metric
        var labels: String
    }

    private struct State {
        var counters: [Series: Count] = [:]
        var histograms: [Series: Histogram] = [:]
    }

    private let state = Mutex(State())

    public init() {}

    // Recording

    /// Returns the counter of a series, or one that counts nothing where the label is no counter or the
    /// series is one beyond ``Limits/metricSeriesMax``.
    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        guard let series = series(label, dimensions, .counter) else { return NOOPMetricsHandler.instance }
        return state.withLock { state in
            if let known = state.counters[series] { return known }
            guard state.counters.count < Limits.metricSeriesMax else { return NOOPMetricsHandler.instance }
            let new = Count()
            state.counters[series] = new
            return new
        }
    }

    /// Returns the histogram of a series, or one that records nothing where the label is no histogram or the
    /// series is one beyond ``Limits/metricSeriesMax``.
    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        guard let series = series(label, dimensions, .histogram) else { return NOOPMetricsHandler.instance }
        return state.withLock { state in
            if let known = state.histograms[series] { return known }
            guard state.histograms.count < Limits.metricSeriesMax else { return NOOPMetricsHandler.instance }
            let new = Histogram()
            state.histograms[series] = new
            return new
        }
    }

    /// Returns a recorder that records nothing: figures of the moment are sampled, see ``text(with:)``.
    public func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        NOOPMetricsHandler.instance
    }

    /// Keeps the counter, as series last as long as the process.
    public func destroyCounter(_ handler: any CounterHandler) {}
    /// Does nothing, as no recorder is kept.
    public func destroyRecorder(_ handler: any RecorderHandler) {}
    /// Keeps the timer, as series last as long as the process.
    public func destroyTimer(_ handler: any TimerHandler) {}

    private func series(_ label: String, _ dimensions: [(String, String)], _ kind: Metric.Kind) -> Series? {
        Metric(rawValue: label).flatMap { $0.kind == kind ? Series(metric: $0, labels: Self.labels(dimensions)) : nil }
    }

    // Writing

    /// Returns all series and samples in the text format.
    /// - Parameter samples: the figures of this moment.
    public func text(with samples: [MetricSample]) -> String {
        let (counters, histograms) = state.withLock { ($0.counters, $0.histograms) }
        var lines: [Metric: [String]] = [:]
        for (series, count) in counters {
            lines[series.metric, default: []].append("\(series.metric.rawValue)\(series.labels) \(count.value)")
        }
        for (series, histogram) in histograms {
            lines[series.metric, default: []] += histogram.lines(of: series.metric.rawValue, series.labels)
        }
        for sample in samples {
            let value =
                sample.value == sample.value.rounded() && abs(sample.value) < 1e15
                ? "\(Int64(sample.value))" : "\(sample.value)"
            lines[sample.metric, default: []].append("\(sample.metric.rawValue)\(Self.labels(sample.labels)) \(value)")
        }
        return Metric.allCases.compactMap { metric in
            lines[metric].map { found in
                let sorted = metric.kind == .histogram ? found : found.sorted()
                return "# HELP \(metric.rawValue) \(metric.help)\n# TYPE \(metric.rawValue) \(metric.kind.rawValue)\n"
                    + sorted.joined(separator: "\n") + "\n"
            }
        }.joined()
    }

    private static func labels(_ pairs: [(String, String)]) -> String {
        pairs.isEmpty ? "" : "{\(pairs.map { "\($0)=\"\(escaped($1))\"" }.joined(separator: ","))}"
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}

/// The counter of one series.
private final class Count: CounterHandler {
    private let count = Atomic<Int64>(0)
    var value: Int64 { count.load(ordering: .relaxed) }
    func increment(by amount: Int64) { count.wrappingAdd(amount, ordering: .relaxed) }
    func reset() { count.store(0, ordering: .relaxed) }
}

/// The durations of one series, as the number of those that took at most so long.
private final class Histogram: TimerHandler {
    /// The upper ends of the buckets in seconds.
    private static let ends = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

    private struct State {
        var counts = [Int64](repeating: 0, count: Histogram.ends.count)
        var count: Int64 = 0
        var seconds = 0.0
    }

    private let state = Mutex(State())

    func recordNanoseconds(_ nanoseconds: Int64) {
        let seconds = Double(nanoseconds) / 1e9
        state.withLock { state in
            state.count += 1
            state.seconds += seconds
            if let bucket = Self.ends.firstIndex(where: { seconds <= $0 }) { state.counts[bucket] += 1 }
        }
    }

    func lines(of name: String, _ labels: String) -> [String] {
        let state = state.withLock { $0 }
        func labelled(_ end: String) -> String {
            labels.isEmpty ? "{le=\"\(end)\"}" : "\(labels.dropLast()),le=\"\(end)\"}"
        }
        var upTo: Int64 = 0
        let buckets = zip(Self.ends, state.counts).map { end, count in
            upTo += count
            return "\(name)_bucket\(labelled("\(end)")) \(upTo)"
        }
        return buckets + [
            "\(name)_bucket\(labelled("+Inf")) \(state.count)", "\(name)_sum\(labels) \(state.seconds)",
            "\(name)_count\(labels) \(state.count)",
        ]
    }
}
