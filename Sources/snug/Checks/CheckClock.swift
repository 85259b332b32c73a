import CTimex
import Foundation
import SnugChat
import SnugStore

extension Checks {
    /// Checks the machine's clock, by which codes and sessions end.
    func clock() async -> [Finding] {
        var findings: [Finding] = []
        let now = now
        if let newest = try? await open?.file?.inspect(isDeep: false).newestMessage, newest > now + Limits.clockSkewMax
        {
            let what = "The newest message is from \(TextTable.time(newest)), but it is \(TextTable.time(now))."
            if Self.isSynchronised == true {
                findings.append(
                    Finding(
                        .clockBack, .warning, what,
                        why: "The clock was ahead when it was sent; by now it is right.",
                        fix: "It passes by itself once it is \(TextTable.time(newest))."))
            } else {
                findings.append(
                    Finding(
                        .clockBack, .error, what,
                        why:
                            "The clock went back: sessions and codes last longer than they should, and times are wrong.",
                        fix: "sudo timedatectl set-ntp true"))
            }
        }
        findings += Self.findings(isSynchronised: Self.isSynchronised, host: .here)
        let synchronised = Self.isSynchronised == true ? ", and it is synchronised" : ""
        return findings.or(.clock, "It is \(TextTable.time(now)) UTC\(synchronised).")
    }

    /// The machine, as far as it can keep its clock right.
    enum Host: Sendable {
        /// The clock is the host's, which alone can set it.
        case container
        case withoutTimeServer
        case withTimeServer

        /// Containers carry a mark: of systemd, of Docker, of Podman.
        static var here: Host {
            func isThere(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }
            if ["/run/systemd/container", "/.dockerenv", "/run/.containerenv"].contains(where: isThere) {
                return .container
            }
            let timeServers = ["/lib/systemd/systemd-timesyncd", "/usr/sbin/chronyd", "/usr/sbin/ntpd"]
            return timeServers.contains(where: isThere) ? .withTimeServer : .withoutTimeServer
        }
    }

    /// Judges whether the clock is kept right; where nobody can mend it here, there is nothing to say.
    static func findings(isSynchronised: Bool?, host: Host) -> [Finding] {
        let fix: String
        switch host {
        case .container: return []
        case .withoutTimeServer: fix = "sudo apt-get install --yes systemd-timesyncd"
        case .withTimeServer: fix = "sudo timedatectl set-ntp true"
        }
        guard isSynchronised == false else { return [] }
        return [
            Finding(
                .clockDrifts, .warning, "Nothing keeps this machine's clock right.",
                why: "Clocks drift by seconds a day; one-time codes and TLS depend on the right time.", fix: fix)
        ]
    }

    /// The kernel's word on the clock, as its last setter left it (adjtimex(2)).
    ///
    /// Nil where the system does not say, as to a service that may not use clock calls.
    private static var isSynchronised: Bool? {
        var time = timex()
        time.modes = 0
        let state = unsafe adjtimex(&time)
        return state < 0 ? nil : time.status & STA_UNSYNC == 0
    }
}
