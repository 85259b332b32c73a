import CTimex
import SnugChat
import SnugStore

extension Checks {
    /// Checks the machine's clock, by which codes and sessions end.
    func clock() async -> [Finding] {
        var findings: [Finding] = []
        let now = now
        if let newest = try? await store.inspect(isDeep: false).newestMessage, newest > now + Limits.clockSkewMax {
            findings.append(
                Finding(
                    .clock, .error,
                    "The newest message is from \(TextTable.time(newest)), but it is \(TextTable.time(now)).",
                    why: "The clock went back: sessions and codes last longer than they should, and times are wrong.",
                    fix: "sudo timedatectl set-ntp true"))
        }
        if Self.isSynchronised == false {
            findings.append(
                Finding(
                    .clock, .warning, "Nothing keeps this machine's clock right.",
                    why: "Clocks drift by seconds a day; one-time codes and TLS depend on the right time.",
                    fix: "sudo timedatectl set-ntp true"))
        }
        let synchronised = Self.isSynchronised == nil ? "" : ", and it is synchronised"
        return findings.or(.clock, "It is \(TextTable.time(now)) UTC\(synchronised).")
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
