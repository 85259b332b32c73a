import Metrics
import SnugChat

/// The counters of the files that are sent.
enum UploadMeter {
    private static let kept = counter("kept")
    private static let refused = counter("refused")
    /// Its sender or the connection ended it, or the store failed.
    private static let failed = counter("failed")
    private static let bytes = Counter(label: Metric.uploadBytes.rawValue)

    private static func counter(_ outcome: String) -> Counter {
        Counter(label: Metric.uploads.rawValue, dimensions: [("outcome", outcome)])
    }

    /// Carries out an upload, and counts how it ends.
    static func counting(_ upload: () async throws -> Attachment) async throws -> Attachment {
        do {
            let file = try await upload()
            kept.increment()
            bytes.increment(by: file.size)
            return file
        } catch {
            (error is Refusal ? refused : failed).increment()
            throw error
        }
    }
}
