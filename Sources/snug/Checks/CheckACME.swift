import Foundation
import SnugACME
import SnugChat

extension Checks {
    /// Checks whether the certificate that the server gets by itself has come, and if not, why.
    func findings(of plan: RenewalPlan) async -> [Finding] {
        let settings = plan.settings
        guard plan.isWanting || plan.notes.failures > 0 else { return [] }
        guard let fault = plan.notes.fault, let lastTry = plan.notes.lastTry else {
            return [
                Finding(
                    .tlsACMEUnasked, .warning, "No certificate for \(settings.nameList) has been asked for yet.",
                    why: "Browsers warn of the one that stands in.",
                    fix: mends.service == nil ? mends.serve : Mends.restart)
            ]
        }
        if plan.isAsking(at: now) {
            return [
                Finding(
                    .tlsACMEUnasked, .warning, "A certificate for \(settings.nameList) is being asked for just now.",
                    why: "Until it comes browsers warn of the one that stands in.", fix: again)
            ]
        }
        let age = now - Timestamp(rawValue: lastTry)
        let words = "\(fault.type): \(fault.detail)"
        let what =
            plan.isWanting
            ? "No certificate for \(settings.nameList) comes from \(settings.authority)"
            : "The certificate for \(settings.nameList) could not be renewed by \(settings.authority)"
        let moment = age < .seconds(120) ? "just now" : "\(SettingText.age(age)) ago"
        let whole = "\(what), \(moment): \(words)\(words.last?.isPunctuation == true ? "" : ".")"
        let why = plan.isWanting ? "Browsers warn of the one that stands in." : "Browsers will refuse it once it ends."
        return [
            Finding(
                .tlsACME, plan.isWanting ? .error : .warning, whole, why: why, fix: await way(out: fault, settings))
        ]
    }

    /// Returns what mends a failure: what the names lead to tells more than the authority does.
    private func way(out fault: ACMEFault, _ settings: ACMESettings) async -> String {
        mends.note("first: \(await advice(on: fault, settings))", on: again)
    }

    private func advice(on fault: ACMEFault, _ settings: ACMESettings) async -> String {
        guard fault.isAboutNames else { return fault.advice(for: settings.names) }
        for name in settings.names {
            let lead = await SiteProbe(site: "http://\(name)").lead(within: Limits.checkConnectTimeout)
            guard let words = Self.words(on: lead, name, site: self.settings.policy.siteURL) else { continue }
            return words
        }
        return fault.advice(for: settings.names)
    }

    /// Returns the sentence on a name that does not lead to this server's port 80; nil for one that does.
    static func words(on lead: SiteProbe.Lead, _ name: String, site: String) -> String? {
        switch lead {
        case .to(let place) where place == "\(site)/": nil
        case .to, .answer:
            "Another program answers at http://\(name): it must leave port 80 to this server, or the name in the DNS"
                + " leads to another machine."
        case .unreachable(let reason):
            "http://\(name) cannot be reached from here: \(reason). The name in the DNS must lead to this machine, and"
                + " port 80 be open in its firewall."
        }
    }

    /// The command that has the server try again as soon as the authority's limits allow.
    var again: String {
        if mends.service != nil { return "sudo systemctl reload snug" }
        return runningServer.map { "kill -HUP \($0.processID)" } ?? mends.serve
    }
}

extension ACMESettings {
    /// The certificate that there is, and the tries to get one.
    var plan: RenewalPlan { RenewalPlan(self, ACMEFolder(folder).notes(), ACMEFolder(folder).certificate()) }
    fileprivate var nameList: String { names.joined(separator: ", ") }
}
