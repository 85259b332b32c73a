import SnugChat

extension SettingSources {
    /// The names of findings that the setting `check-ignore` has, known or not.
    var ignoredFindings: Set<String> { SettingText.names(in: (try? find(Settings.checkIgnore)?.text) ?? "") }

    /// Those of ``ignoredFindings`` that no finding has, such as a newer release's.
    var unknownFindings: Set<String> { ignoredFindings.filter { Finding.Trouble(rawValue: $0) == nil } }

    /// A sentence on ``unknownFindings``, without its full stop; nil where there are none.
    var complaintOfUnknownFindings: String? {
        let known = Finding.Trouble.allCases.map(\.rawValue)
        let names = unknownFindings.sorted().map { name in
            name + (NearestName.of(name, among: known).map { " (did you mean \($0)?)" } ?? "")
        }
        return names.isEmpty ? nil : "check.ignore names what is no finding: \(names.joined(separator: ", "))"
    }
}
