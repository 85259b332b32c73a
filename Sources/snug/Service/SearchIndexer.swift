import Logging
import ServiceLifecycle
import SnugChat

/// The service that takes messages into the index of words, behind everything that others wait for.
///
/// It sleeps while nobody posts. What it has not come to yet is looked through by each search.
struct SearchIndexer: Service, EventBus {
    let maintenance: Maintenance
    let logger: Logger
    private let messages = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

    init(maintenance: Maintenance, logger: Logger) {
        self.maintenance = maintenance
        self.logger = logger
    }

    func publish(_ events: [Event]) {
        let isWork = events.contains { if case .posted = $0 { true } else { $0 == .indexForgotten } }
        if isWork { messages.continuation.yield() }
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup { group in
                group.addTask { await checkHourly() }
                for await _ in messages.stream {
                    // Others that come meanwhile share the transaction.
                    do { try await Task.sleep(for: Limits.indexingAfter) } catch { break }
                    await index()
                }
                group.cancelAll()
            }
        }
    }

    /// Sees that the index is as it should be, now and then.
    private func checkHourly() async {
        repeat {
            await check()
            // Messages of before the start wait, or of an import.
            messages.continuation.yield()
        } while (try? await Task.sleep(for: Limits.indexCheckEvery)) != nil
    }

    private func check() async {
        do {
            guard let missing = try await maintenance.checkIndex() else { return }
            logger.warning("The search lacked a message, and is made anew", metadata: ["message": "\(missing)"])
        } catch is CancellationError {
            return
        } catch {
            logger.log(level: error.levelBesideWatch, "The search was not checked", metadata: ["error": "\(error)"])
        }
    }

    /// Goes on until the index holds all that was there when it last looked, however often it fails on the way.
    private func index() async {
        var isForgotten = false
        while !Task.isCancelled {
            do {
                let began = ContinuousClock.now
                guard try await maintenance.indexPiece() else { return }
                // Whoever sends has the writer for themselves half of the time.
                try await Task.sleep(for: ContinuousClock.now - began)
            } catch is CancellationError {
                return
            } catch Refusal.storageFull {
                try? await Task.sleep(for: Limits.indexingRetryAfter)
            } catch {
                logger.log(
                    level: error.levelBesideWatch, "Messages could not be taken into the search",
                    metadata: ["error": "\(error)"])
                // Where the index alone is damaged, another is made; where more is, that changes nothing.
                if !isForgotten, (error as? StoreFault)?.kind == .damaged {
                    isForgotten = true
                    try? await maintenance.forgetIndex()
                }
                try? await Task.sleep(for: Limits.removalRetryAfter)
            }
        }
    }
}
