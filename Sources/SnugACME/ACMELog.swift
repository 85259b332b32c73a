import FoundationEssentials
import Logging
import SnugChat
import Synchronization

/// The log's lines on the certificate: one when it comes, one when none comes any more, one when that is over.
final class ACMELog: Sendable {
    private let settings: ACMESettings
    private let logger: Logger
    private let trouble = Mutex(Trouble(endsAfter: .zero))

    init(_ settings: ACMESettings, logger: Logger) {
        self.settings = settings
        self.logger = logger
    }

    /// Notes the state of things at the start.
    func noteStart(isWanting: Bool, _ notes: RenewalNotes, wait: Duration) {
        guard isWanting else { return }
        guard wait > .zero, let fault = notes.fault else {
            return logger.notice(
                "A certificate is asked for; until it has come, browsers warn of the one that stands in",
                metadata: ["names": "\(names)", "from": "\(authority)"])
        }
        var metadata = metadata(of: fault)
        metadata["next"] = "in \(wait.inWords)"
        logger.warning("There is no certificate yet; browsers warn of the one that stands in", metadata: metadata)
    }

    func noteIssued(_ certificate: HeldCertificate, at now: Timestamp) {
        if let ending = trouble.withLock({ $0.noteSuccess(at: now) }) {
            logger.notice(
                "Certificates come again",
                metadata: ["after": "\(ending.lasted.components.seconds) s", "failures": "\(ending.failures)"])
        }
        logger.notice(
            "The certificate has come",
            metadata: ["names": "\(names)", "from": "\(authority)", "until": "\(certificate.until.inWords)"])
    }

    func note(_ fault: ACMEFault, at now: Timestamp, wait: Duration) {
        var metadata = metadata(of: fault)
        metadata["next"] = "in \(wait.inWords)"
        if trouble.withLock({ $0.noteFailure(at: now) }) {
            logger.error("No certificate comes: \(fault.advice(for: settings.names))", metadata: metadata)
        } else {
            logger.debug("No certificate came", metadata: metadata)
        }
    }

    private var names: String { settings.names.joined(separator: ", ") }
    private var authority: String { settings.authority }

    private func metadata(of fault: ACMEFault) -> Logger.Metadata {
        ["names": "\(names)", "from": "\(authority)", "problem": "\(fault.type)", "detail": "\(fault.detail)"]
    }
}

extension ACMESettings {
    /// The authority's host, as people know it.
    public var authority: String { String(directory.dropFirst("https://".count).prefix { $0 != "/" && $0 != ":" }) }
}

extension ACMEFault {
    /// Returns a clause on what mends it.
    public func advice(for names: [String]) -> String {
        let name = names.joined(separator: ", ")
        return switch (Own(rawValue: type), type) {
        case (.unreachable?, _), (.timeout?, _): "this box must reach the authority"
        case (.answer?, _): "the authority does not do as RFC 8555 says"
        case (.files?, _): "its folder must be writable"
        case (.interrupted?, _): "the try was cut off"
        case (nil, "dns"): "\(name) must have the address of this box in the DNS"
        case (nil, "caa"): "the CAA record in the DNS must allow this authority"
        case (nil, "rateLimited"): "the authority wants a pause"
        case _ where isAboutNames: "port 80 of \(name) must reach this box"
        default: "the authority refuses"
        }
    }
}

extension Duration {
    /// The duration for people, in the largest unit that it fills.
    fileprivate var inWords: String {
        let seconds = components.seconds
        return switch seconds {
        case ..<120: "\(seconds) s"
        case ..<7_200: "\(seconds / 60) min"
        default: "\(seconds / 3_600) h"
        }
    }
}

extension Timestamp {
    /// The moment to the minute, in UTC.
    fileprivate var inWords: String {
        var style = Date.ISO8601FormatStyle(dateTimeSeparator: .space)
        style = style.year().month().day().time(includingFractionalSeconds: false)
        return "\(date.formatted(style)) UTC"
    }
}
