import NIOPosix
import SnugChat
import SnugPush

extension Checks {
    /// Checks the way to the push services that browsers have named; where none has, nothing is asked.
    func push() async -> [Finding] {
        guard settings.push.isOn else { return [.ok(.push, "Nothing is pushed, as the setting push says.")] }
        let now = now
        let limit = Limits.pushSubscriptionsChecked
        let subscriptions = try? await store.read { try $0.newestPushSubscriptions(at: now, limit: limit) }
        guard let subscriptions, !subscriptions.isEmpty else {
            return [.ok(.push, "Nobody has asked for push notifications yet.")]
        }
        let probe = PushProbe(hosts: settings.push.hosts, group: MultiThreadedEventLoopGroup.singleton)
        let origins = Self.origins(of: subscriptions, by: probe)
        let findings =
            contact() + (await reach(origins, by: probe)) + Self.findings(ofFailures: subscriptions, at: now, mends)
        return findings.or(.push, "Push services take pushes for \(subscriptions.count) browsers.")
    }

    /// Returns the services that most browsers named, those of the most first.
    private static func origins(of subscriptions: [PushSubscription], by probe: PushProbe) -> [String] {
        let origins = subscriptions.compactMap { probe.origin(of: $0.target.endpoint) }
        let counts = Dictionary(origins.map { ($0, 1) }, uniquingKeysWith: +)
        let sorted = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        return sorted.prefix(Limits.pushServicesChecked).map(\.key)
    }

    private func contact() -> [Finding] {
        guard settings.push.contact == .unreachable else { return [] }
        return [
            Finding(
                .pushContact, .warning,
                "Push services find no address of yours: neither mail.from nor site.url has a public name.",
                why: "Apple refuses every push without one: iPhones and Safari hear nothing.",
                fix: mends.set((Settings.mailFrom, "ADDRESS")))
        ]
    }

    private func reach(_ origins: [String], by probe: PushProbe) async -> [Finding] {
        let now = now
        let found = await withTaskGroup(of: (String, PushProbe.Reach).self) { group in
            for origin in origins { group.addTask { (origin, await probe.reach(origin, at: now)) } }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        return origins.compactMap { origin in found[origin].flatMap { Self.finding(of: $0, at: origin) } }
    }

    /// Returns the finding for a service as it was reached; nil where all is well.
    static func finding(of reach: PushProbe.Reach, at origin: String) -> Finding? {
        switch reach {
        case .reached(let ahead):
            guard let ahead, !(.zero - Limits.pushClockSkewMax...Limits.pushClockSkewMax).contains(ahead) else {
                return nil
            }
            let hours = abs(ahead.components.seconds) / 3_600
            return Finding(
                .pushClock, .warning, "The clock of \(origin) differs from this machine's by \(hours) hours.",
                why: "Push services refuse this server's word for itself when it seems to be of another day.",
                fix: "sudo timedatectl set-ntp true")
        case .failed(let failure):
            return Finding(
                .pushUnreachable, .warning, "\(origin) cannot be reached: \(failure.words)",
                why: "Browsers that it serves hear nothing while no page is open.",
                fix: "Let this machine connect to port 443 of any address, or turn pushes off.")
        }
    }

    /// Returns the finding for pushes that were not taken lately, with what most of the services said.
    static func findings(
        ofFailures subscriptions: [PushSubscription], at now: Timestamp, _ mends: Mends
    ) -> [Finding] {
        let failures = subscriptions.compactMap(\.failure).filter { now - $0.time < Limits.pushFailureIsLately }
        let counts = Dictionary(failures.map { ($0.reason, 1) }, uniquingKeysWith: +)
        guard let most = counts.max(by: { ($0.value, $1.key.words) < ($1.value, $0.key.words) })?.key else { return [] }
        let isOurs = [400, 401, 403].contains(most.status)
        return [
            Finding(
                .pushRefused, .warning,
                "Of \(subscriptions.count) browsers \(failures.count) did not get their last push: \(most.words)",
                why: isOurs
                    ? "The service does not take this server's word for itself: its clock, mail.from or site.url is wrong,"
                        + " or the browser subscribed to another server."
                    : "The service is in trouble, or the way to it; what can still be told is sent again by itself.",
                fix: isOurs
                    ? "sudo timedatectl set-ntp true; then switch notifications off and on in that browser"
                    : mends.command("check push"))
        ]
    }
}
