import HTTPTypes
import Hummingbird

extension Operation {
    /// Creates a call of the original app, whose errors are `{"error","detail"}` and whose body may come under any type
    /// (PROTOCOL §5).
    init(
        legacy method: HTTPRequest.Method,
        _ path: String,
        _ summary: String,
        _ description: String = "",
        caller: Caller = .signedIn,
        parameters: [Parameter] = [],
        body: (any RequestBody.Type)? = nil,
        answer: Schema,
        errors: [DocumentedError] = [],
        id: String = #function,
        handler: @escaping Handler
    ) {
        self.init(
            method, path, summary, description, caller: caller, parameters: parameters, body: body,
            answers: [.ok("It is done.", answer)], errors: errors, dialect: .legacy, id: id,
            handler: Self.withLegacyErrors(handler))
    }

    static func withLegacyErrors(_ handler: @escaping Handler) -> Handler {
        { request, context in
            do {
                return try await handler(request, context)
            } catch {
                let problem = ProblemMiddleware.problem(error, context)
                return .problem(
                    problem, as: "application/json",
                    JSONWriter.object { json in
                        json.member("error", problem.code)
                        json.member("detail", problem.detail)
                    })
            }
        }
    }
}

extension Response {
    /// Answers with a sentence that the original app shows.
    static func message(_ text: String) -> Response {
        .json { $0.member("message", text) }
    }
}

extension Schema {
    static let legacyMessage: Schema = .object(["message": .string])
}
