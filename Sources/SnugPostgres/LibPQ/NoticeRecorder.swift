/// A recorder of the warnings that come beside answers on one connection.
@safe final class NoticeRecorder {
    private let library: LibPQ
    private(set) var warnings: [Notice] = []
    /// True once the server has said, unasked, that it ends the session.
    private(set) var tellOfTheEnd = false

    init(library: LibPQ) { self.library = library }

    func forget() { warnings = [] }

    /// Hears what comes on a connection, for as long as that is open and this exists.
    func listen(to connection: LibPQ.Handle) {
        let receiver: LibPQ.NoticeReceiver = { recorder, answer in
            guard let recorder = unsafe recorder, let answer = unsafe answer else { return }
            // The connection that calls this keeps the recorder, and is used by one thread at a time.
            unsafe Unmanaged<NoticeRecorder>.fromOpaque(recorder).takeUnretainedValue().note(answer)
        }
        _ = unsafe library.setNoticeReceiver(connection, receiver, Unmanaged.passUnretained(self).toOpaque())
    }

    private func note(_ answer: LibPQ.Handle) {
        let field = { (letter: Unicode.Scalar) in
            (unsafe self.library.resultErrorField(answer, CInt(letter.value)).map { unsafe String(cString: $0) }) ?? ""
        }
        let notice = Notice(severity: field("V"), sqlState: field("C"))
        if notice.severity == "WARNING" { warnings.append(notice) }
        if ["FATAL", "PANIC"].contains(notice.severity) { tellOfTheEnd = true }
    }
}
