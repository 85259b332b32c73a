import Foundation
import SnugChat

/// The period in which a certificate is valid.
struct CertificateValidity: Sendable, Hashable {
    var from: Date
    var until: Date

    /// Returns the time left where a renewal seems to have failed; nil while there is enough.
    ///
    /// Certificates that last for hours or days are renewed late, so for those the bound is a part of the whole period.
    func rest(at now: Date) -> Duration? {
        let (left, whole) = (until.timeIntervalSince(now), until.timeIntervalSince(from))
        let enough = min(
            Double(Limits.certificateLeftMin.components.seconds), whole / Double(Limits.certificatePartMin))
        return left < enough ? .seconds(left) : nil
    }
}
