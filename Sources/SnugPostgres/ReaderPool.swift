import Dispatch
import SnugChat
import Synchronization

/// The connections that answer questions beside the writer, each made when it is first needed.
final class ReaderPool: Sendable {
    typealias Question = @Sendable (Result<PostgresConnection, PostgresFault>) -> Void

    private struct State {
        var waiting: [Question] = []
        /// Connections that nobody uses just now.
        var idle: [PostgresConnection] = []
        /// The readers at work.
        var busy = 0
        var isClosed = false
    }

    private let primary: Primary
    private let state = Mutex(State())
    private let reconnection = Mutex(Reconnection())
    private let queue = DispatchQueue(label: "snug.postgres.read", qos: .userInitiated, attributes: .concurrent)

    init(to primary: Primary) { self.primary = primary }

    /// Answers a question from one snapshot, as soon as a reader is free; on a new connection where the first was lost.
    /// - Throws: what the question throws; ``PostgresError``, ``PostgresFault``; ``Refusal/busy`` where
    ///   ``Limits/readsWaitingMax`` wait.
    func read<Value: Sendable>(_ question: @escaping @Sendable (Snapshot) throws -> Value) async throws -> Value {
        do {
            return try await ask(question)
        } catch let error as PostgresError where error.condition == .connectionLost {
            // Those that nobody has used since are as lost, most likely.
            state.withLock { $0.idle = [] }
            return try await ask(question)
        }
    }

    private func ask<Value: Sendable>(_ question: @escaping @Sendable (Snapshot) throws -> Value) async throws -> Value
    {
        try await withCheckedThrowingContinuation { continuation in
            let refusal = add { connection in
                continuation.resume(with: Result { try Snapshot.asking(try connection.get(), question) })
            }
            if let refusal { continuation.resume(throwing: refusal) }
        }
    }

    /// Queues a question.
    /// - Returns: the reason why it is not taken; nil where it is.
    private func add(_ question: @escaping Question) -> (any Error)? {
        enum Verdict {
            case waits
            case startsReader
            case refused(any Error)
        }
        let verdict: Verdict = state.withLock { state in
            if state.isClosed { return .refused(StoreFault(.closed, "the server is stopping")) }
            guard state.waiting.count < Limits.readsWaitingMax else { return .refused(Refusal.busy) }
            state.waiting.append(question)
            guard state.busy < Limits.readersMax else { return .waits }
            state.busy += 1
            return .startsReader
        }
        switch verdict {
        case .waits: return nil
        case .startsReader:
            queue.async { self.answerAll() }
            return nil
        case .refused(let error): return error
        }
    }

    /// Refuses new questions, and returns once all that waited have their answer and the connections are closed.
    func close() {
        state.withLock { $0.isClosed = true }
        queue.sync(flags: .barrier) {
            state.withLock { state in
                for connection in state.idle { connection.close() }
                state.idle = []
            }
        }
    }

    /// Answers questions until none waits.
    private func answerAll() {
        var connection = state.withLock { $0.idle.popLast() }
        while let question = next(after: connection) {
            do throws(PostgresFault) {
                let open = try connected(connection)
                connection = open
                question(.success(open))
            } catch {
                question(.failure(error))
            }
        }
    }

    /// Returns the next question; nil where none waits, and the reader is at rest with its connection laid by.
    private func next(after connection: PostgresConnection?) -> Question? {
        state.withLock { state in
            guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
            state.busy -= 1
            if let connection, !connection.isLost { state.idle.append(connection) }
            return nil
        }
    }

    /// Returns a connection that is open; while none is to be had, tries are made at their pace.
    private func connected(_ connection: PostgresConnection?) throws(PostgresFault) -> PostgresConnection {
        if let connection, !connection.isLost { return connection }
        guard reconnection.withLock({ $0.wait(at: .now) }) == .zero else {
            throw PostgresFault(.noConnection("the last try has just failed"))
        }
        do throws(PostgresFault) {
            let connection = try primary.connect(inPlaceOf: connection)
            reconnection.withLock { $0.succeeded() }
            return connection
        } catch {
            reconnection.withLock { $0.failed(at: .now) }
            throw error
        }
    }
}
