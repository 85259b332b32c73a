import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1

/// The way of a request to its route, and of the answer back to its connection.
///
/// In place of Hummingbird's `Application`, whose clock for the `Date` of answers wakes an idle server every second.
struct RequestResponder: Sendable {
    let routes: RouterResponder<SnugContext>
    let logger: Logger
    private let date = DateHeader()

    init(routes: RouterResponder<SnugContext>, logger: Logger) {
        self.routes = routes
        self.logger = logger
    }

    /// An answer that ended before its end, as its request could not be read on.
    private struct AnswerCutOff: Error {}

    @concurrent
    func respond(to request: Request, _ writer: consuming ResponseWriter, on channel: any Channel) async throws {
        var logger = logger
        logger[metadataKey: "hb.request.id"] = .stringConvertible(RequestID())
        let context = SnugContext(source: .init(channel: channel, logger: logger))
        var response = try await routes.respond(to: request, context: context)
        response.headers[.date] = date.value
        do {
            try await writer.write(response: response.head, body: response.body)
        } catch is HTTPParserError {
            // Thrown itself, it would have a second answer written.
            throw AnswerCutOff()
        }
    }
}
