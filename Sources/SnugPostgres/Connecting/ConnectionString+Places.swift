import Foundation

extension ConnectionString {
    /// One of the hosts that a string names.
    struct Place: Sendable, Hashable {
        var host: String?
        var address: String?
        var port: String?

        /// The keywords that lead a connection there, and nowhere else.
        var parameters: [(name: String, value: String)] {
            [("host", host), ("hostaddr", address), ("port", port)].compactMap { name, value in
                value.map { (name, $0) }
            }
        }
    }

    /// The hosts that it names, in their order; one of nothing where it leaves them to a service file, or names one
    /// alone.
    var places: [Place] { places(in: ProcessInfo.processInfo.environment) }

    /// - Parameter environment: the variables that stand for what the string does not say (PostgreSQL §34.15).
    func places(in environment: [String: String]) -> [Place] {
        func list(_ keyword: String, _ variable: String) -> [String] {
            let text = parameters[keyword] ?? environment[variable].flatMap { $0.isEmpty ? nil : $0 } ?? ""
            return text.isEmpty ? [] : text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        let (hosts, addresses) = (list("host", "PGHOST"), list("hostaddr", "PGHOSTADDR"))
        // A URL that names several hosts has a list of ports, in which what it leaves out is the usual one.
        let ports = list("port", "PGPORT").map { $0.isEmpty ? "5432" : $0 }
        let count = max(hosts.count, addresses.count)
        let isOfService = parameters["service"] != nil || environment["PGSERVICE"].map { !$0.isEmpty } ?? false
        // What is left empty in a list is libpq's to fill in.
        guard count > 1, !isOfService, !(hosts + addresses).contains("") else { return [Place()] }
        return (0..<count).map { index in
            Place(
                host: hosts.indices.contains(index) ? hosts[index] : nil,
                address: addresses.indices.contains(index) ? addresses[index] : nil,
                port: ports.count == 1 ? ports[0] : ports.indices.contains(index) ? ports[index] : nil)
        }
    }
}
