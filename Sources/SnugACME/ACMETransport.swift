import SnugChat

/// A request to an authority.
struct ACMERequest: Sendable, Hashable {
    enum Method: String, Sendable {
        case get = "GET"
        case head = "HEAD"
        case post = "POST"
    }

    var method: Method
    var url: String
    var body: [UInt8] = []
}

/// An authority's answer, whole.
struct ACMEResponse: Sendable, Hashable {
    var status: UInt
    var headers: [String: String] = [:]
    var body: [UInt8] = []

    /// Returns a header by its name in lower case.
    subscript(_ name: String) -> String? { headers[name] }

    /// The media type without parameters.
    var mediaType: String? { self["content-type"]?.split(separator: ";").first?.lowercased().trimmed }
}

/// The way to an authority.
///
/// Handed in, so that tests are one.
protocol ACMETransport: Sendable {
    /// Sends a request and returns the whole answer, whatever its status; redirects are not followed.
    /// - Throws: ``ACMEFault``; `CancellationError`
    func send(_ request: ACMERequest) async throws -> ACMEResponse
}
