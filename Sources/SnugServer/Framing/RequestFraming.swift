import NIOHTTP1
import SnugChat

/// The order of requests and answers on one connection, decided without input or output (RFC 9112 §9).
///
/// A request that cannot be read ends the connection with an answer of its own, given once those before it are out. An
/// answer that comes before the end of its request's body ends the connection too, unless little of the body is left.
struct RequestFraming {
    private enum Input {
        case betweenRequests
        /// In a body of which so many bytes are missing; nil where only its end will tell.
        case inRequest(missing: Int?, awaitsContinue: Bool)
        /// No more is read: bytes that still come are dropped.
        case over
    }

    private enum Output {
        /// No answer is on its way.
        case waiting
        /// The head of an answer is out and its end is not.
        case answering
        case over
    }

    private var input = Input.betweenRequests
    private var output = Output.waiting
    /// The requests that went on to the router and whose answers it still owes.
    private var unanswered = 0
    /// True if the latest request is the connection's last.
    private var isLast = false
    /// True if the latest request is of HTTP/1.0.
    private var isOld = false
    /// True if the connection ends with the answer that is being given.
    private var isLastAnswer = false
    /// The answer to a request that cannot be read, due after those before it.
    private var refusal: Problem?

    /// The consequence of a request's head.
    enum HeadAction: Equatable {
        /// The head goes on; there is a body to wait for or not.
        case pass(HTTPRequestHead, hasBody: Bool)
        case refuse(Problem)
        case drop
    }

    mutating func received(_ head: HTTPRequestHead) -> HeadAction {
        guard case .betweenRequests = input else { return .drop }
        do {
            let form = try RequestForm(head)
            unanswered += 1
            (isLast, isOld) = (form.isLast, form.isOld)
            input = .inRequest(missing: form.bodyBytes, awaitsContinue: form.awaitsContinue)
            return .pass(form.head, hasBody: form.bodyBytes != 0)
        } catch {
            input = .over
            return refusesNow(error.problem) ? .refuse(error.problem) : .drop
        }
    }

    /// Returns true if a part of a body goes on.
    mutating func receivedBody(bytes: Int) -> Bool {
        guard case .inRequest(let missing, _) = input else { return false }
        input = .inRequest(missing: missing.map { max(0, $0 - bytes) }, awaitsContinue: false)
        return true
    }

    /// Returns true if the end of a request goes on.
    mutating func receivedEnd() -> Bool {
        guard case .inRequest = input else { return false }
        input = isLast ? .over : .betweenRequests
        return true
    }

    /// Returns true if the client is to be told now that its body is awaited (RFC 9110 §10.1.1).
    mutating func wantsBody() -> Bool {
        guard case .inRequest(let missing, awaitsContinue: true) = input, missing != 0, unanswered == 1,
            case .waiting = output
        else { return false }
        input = .inRequest(missing: missing, awaitsContinue: false)
        return true
    }

    /// True while a request's end has yet to come.
    var isReading: Bool { if case .inRequest = input { true } else { false } }

    /// True while the end of the request has yet to come that is the next to be answered.
    var isReadingNext: Bool { isReading && unanswered == 1 }

    /// The consequence of a request that does not come to its end as it should.
    enum Failure: Equatable {
        case nothing
        case close
        case refuse(Problem)
        /// The request ends here, as its answer has begun: the connection ends with that.
        case endRequest
    }

    /// Takes note that no more can be read, or that a body did not come in time.
    mutating func failed(_ problem: Problem) -> Failure {
        switch input {
        case .over:
            return .nothing
        case .betweenRequests:
            break
        case .inRequest where unanswered == 0:
            input = .over
            return .close
        case .inRequest:
            if unanswered == 1, case .answering = output {
                input = .over
                isLastAnswer = true
                return .endRequest
            }
            // The router owes it no answer any more.
            unanswered -= 1
        }
        input = .over
        return refusesNow(problem) ? .refuse(problem) : .nothing
    }

    private mutating func refusesNow(_ problem: Problem) -> Bool {
        guard unanswered == 0 else {
            refusal = problem
            return false
        }
        output = .over
        return true
    }

    /// True while answers of the router count.
    var takesAnswers: Bool { if case .over = output { false } else { true } }

    /// Returns an answer's head as it goes out, and whether its request ends here, though its body has not come.
    mutating func answers(with head: HTTPResponseHead) -> (head: HTTPResponseHead, endsRequest: Bool) {
        guard head.status.code >= 200 else { return (head, false) }
        output = .answering
        var head = head
        guard unanswered == 1 else { return (head, false) }
        if isOld { head.version = .http1_0 }
        guard case .inRequest(let missing, let awaitsContinue) = input, missing != 0,
            awaitsContinue || missing ?? .max > Limits.unreadBodyBytesMax
        else { return (head, false) }
        input = .over
        isLastAnswer = true
        head.headers.replaceOrAdd(name: "connection", value: "close")
        return (head, true)
    }

    /// The consequence of an answer's end.
    enum AnswerEnd: Equatable {
        case nothing
        /// The connection ends once the client has had the time to read.
        case linger
        case refuse(Problem)
    }

    mutating func answered() -> AnswerEnd {
        unanswered = max(0, unanswered - 1)
        guard unanswered == 0 else {
            output = .waiting
            return .nothing
        }
        output = isLastAnswer || refusal != nil ? .over : .waiting
        if isLastAnswer { return .linger }
        return refusal.map { .refuse($0) } ?? .nothing
    }
}
