import Foundation
import SnugChat

/// From when until when a certificate holds.
struct CertificateValidity: Sendable, Hashable {
    var from: Date
    var until: Date

    /// What is left, where a renewal seems to have failed; nil while there is enough. Those that last for hours or days
    /// are renewed late, so it is a part of the whole.
    func rest(at now: Date) -> Duration? {
        let (left, whole) = (until.timeIntervalSince(now), until.timeIntervalSince(from))
        let enough = min(
            Double(Limits.certificateLeftMin.components.seconds), whole / Double(Limits.certificatePartMin))
        return left < enough ? .seconds(left) : nil
    }
}
