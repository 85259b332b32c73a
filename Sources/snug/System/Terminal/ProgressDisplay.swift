import Dispatch
import SnugChat

/// The drawing of a monitor's progress on the terminal, a few times a second, and the look at whether a signal came.
final class ProgressDisplay {
    private let timer: any DispatchSourceTimer
    private let queue = DispatchQueue(label: "snug.progress")

    init(of monitor: ProgressMonitor) {
        timer = DispatchSource.makeTimerSource(queue: queue)
        let terminal = StatusTerminal()
        let began = ContinuousClock.now
        var line = ProgressLine()
        var lastLine = Duration.zero
        timer.setEventHandler {
            // A statement that was about to begin is met now.
            if SignalWatch.received != nil { monitor.interrupt() }
            guard let terminal, let progress = monitor.progress else { return }
            let elapsed = began.duration(to: .now)
            guard let text = line.text(for: progress, after: elapsed, columns: terminal.columns) else { return }
            if terminal.canRewrite {
                StandardStream.error.show(status: text)
            } else if elapsed - lastLine >= Limits.progressLineEvery {
                lastLine = elapsed
                Console.note(text)
            }
        }
        let every = DispatchTimeInterval.microseconds(Int(Limits.progressDrawnEvery.microseconds))
        timer.schedule(deadline: .now() + every, repeating: every)
        timer.resume()
    }

    /// Ends the drawing and wipes the line.
    func end() {
        timer.cancel()
        // What is being drawn is drawn first.
        queue.sync {}
        StandardStream.error.show(status: "")
    }
}
