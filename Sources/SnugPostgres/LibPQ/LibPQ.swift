import Glibc

/// The functions of libpq that Snug calls, found in the system's library when a store is first opened.
///
/// Nothing is linked: where everything is kept in one file, no package of PostgreSQL is needed. The declarations are
/// those of `libpq-fe.h`, whose binary interface has been `libpq.so.5` since PostgreSQL 8.2.
@safe struct LibPQ: Sendable {
    typealias Text = UnsafePointer<CChar>
    typealias Handle = OpaquePointer
    typealias NoticeReceiver = @convention(c) (UnsafeMutableRawPointer?, OpaquePointer?) -> Void

    // Connections
    let connect: @Sendable @convention(c) (UnsafePointer<Text?>, UnsafePointer<Text?>, CInt) -> Handle?
    let beginConnecting: @Sendable @convention(c) (UnsafePointer<Text?>, UnsafePointer<Text?>, CInt) -> Handle?
    let goOnConnecting: @Sendable @convention(c) (Handle?) -> CInt
    let setVerbosity: @Sendable @convention(c) (Handle?, CInt) -> CInt
    let status: @Sendable @convention(c) (Handle?) -> CInt
    let transactionStatus: @Sendable @convention(c) (Handle?) -> CInt
    let errorMessage: @Sendable @convention(c) (Handle?) -> Text?
    let serverVersion: @Sendable @convention(c) (Handle?) -> CInt
    let host: @Sendable @convention(c) (Handle?) -> Text?
    let port: @Sendable @convention(c) (Handle?) -> Text?
    let setNoticeReceiver:
        @Sendable @convention(c) (Handle?, NoticeReceiver?, UnsafeMutableRawPointer?) -> NoticeReceiver?
    let finish: @Sendable @convention(c) (Handle?) -> Void
    let parse:
        @Sendable @convention(c) (
            Text, UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
        ) -> UnsafeMutableRawPointer?
    let standardOptions: @Sendable @convention(c) () -> UnsafeMutableRawPointer?
    let freeOptions: @Sendable @convention(c) (UnsafeMutableRawPointer?) -> Void
    let freeMemory: @Sendable @convention(c) (UnsafeMutableRawPointer?) -> Void

    // Statements
    let send: @Sendable @convention(c) (Handle?, Text) -> CInt
    let prepare: @Sendable @convention(c) (Handle?, Text, Text, CInt, UnsafePointer<UInt32>?) -> CInt
    let sendPrepared:
        @Sendable @convention(c) (
            Handle?, Text, CInt, UnsafePointer<Text?>?, UnsafePointer<CInt>?, UnsafePointer<CInt>?, CInt
        ) -> CInt

    // Copying
    let sendRows: @Sendable @convention(c) (Handle?, Text?, CInt) -> CInt
    let endRows: @Sendable @convention(c) (Handle?, Text?) -> CInt

    // Waiting
    let socket: @Sendable @convention(c) (Handle?) -> CInt
    let beNonblocking: @Sendable @convention(c) (Handle?, CInt) -> CInt
    let flush: @Sendable @convention(c) (Handle?) -> CInt
    let takeIn: @Sendable @convention(c) (Handle?) -> CInt
    let isBusy: @Sendable @convention(c) (Handle?) -> CInt
    let nextAnswer: @Sendable @convention(c) (Handle?) -> Handle?
    let nextNotification: @Sendable @convention(c) (Handle?) -> UnsafeMutableRawPointer?

    // Results
    let resultStatus: @Sendable @convention(c) (Handle?) -> CInt
    let resultErrorField: @Sendable @convention(c) (Handle?, CInt) -> Text?
    let rowCount: @Sendable @convention(c) (Handle?) -> CInt
    let columnCount: @Sendable @convention(c) (Handle?) -> CInt
    let columnType: @Sendable @convention(c) (Handle?, CInt) -> UInt32
    let value: @Sendable @convention(c) (Handle?, CInt, CInt) -> UnsafeMutablePointer<CChar>?
    let valueLength: @Sendable @convention(c) (Handle?, CInt, CInt) -> CInt
    let isNull: @Sendable @convention(c) (Handle?, CInt, CInt) -> CInt
    let commandTag: @Sendable @convention(c) (Handle?) -> Text?
    let rowsChanged: @Sendable @convention(c) (Handle?) -> Text?
    let clear: @Sendable @convention(c) (Handle?) -> Void

    /// `PQconninfoOption`: seven members, each as wide as a pointer, of which the first is the keyword and the fourth
    /// the value.
    enum Option {
        static let bytes = 7 * MemoryLayout<Int>.stride
        static let value = 3 * MemoryLayout<Int>.stride
    }

    /// `PGnotify`: the channel, the sender's process and the payload, each at a pointer's place.
    enum Notification {
        static let channel = 0
        static let payload = 2 * MemoryLayout<Int>.stride
    }

    /// `ConnStatusType`, `PGTransactionStatusType` and `ExecStatusType`, as far as they are asked for.
    static let connectionIsGood: CInt = 0
    static let transactionFailed: CInt = 3
    static let commandDone: CInt = 1
    static let rowsCame: CInt = 2
    static let rowsAreAwaited: CInt = 4

    /// `PostgresPollingStatusType` and `PGVerbosity`, likewise.
    static let pollingReads: CInt = 1
    static let pollingWrites: CInt = 2
    static let verbose: CInt = 2

    private static let library = Result { () throws(PostgresFault) in try LibPQ(named: "libpq.so.5") }

    /// Returns the functions, which are looked for once.
    /// - Throws: ``PostgresFault/Reason/libraryMissing``
    static func loaded() throws(PostgresFault) -> LibPQ { try library.get() }

    /// - Parameter name: the library's file, looked for where the system keeps its libraries.
    init(named name: String) throws(PostgresFault) {
        // Never closed again: the functions are used for as long as the program runs.
        guard let library = unsafe dlopen(name, RTLD_NOW | RTLD_LOCAL) else {
            throw PostgresFault(.libraryMissing(name))
        }
        func function<Function>(_ symbol: String) throws(PostgresFault) -> Function {
            guard let address = unsafe dlsym(library, symbol) else { throw PostgresFault(.libraryMissing(name)) }
            // The symbol is a function of the type that `libpq-fe.h` declares.
            return unsafe unsafeBitCast(address, to: Function.self)
        }
        unsafe connect = try function("PQconnectdbParams")
        unsafe beginConnecting = try function("PQconnectStartParams")
        unsafe goOnConnecting = try function("PQconnectPoll")
        unsafe setVerbosity = try function("PQsetErrorVerbosity")
        unsafe status = try function("PQstatus")
        unsafe transactionStatus = try function("PQtransactionStatus")
        unsafe errorMessage = try function("PQerrorMessage")
        unsafe serverVersion = try function("PQserverVersion")
        unsafe host = try function("PQhost")
        unsafe port = try function("PQport")
        unsafe setNoticeReceiver = try function("PQsetNoticeReceiver")
        unsafe finish = try function("PQfinish")
        unsafe parse = try function("PQconninfoParse")
        unsafe standardOptions = try function("PQconndefaults")
        unsafe freeOptions = try function("PQconninfoFree")
        unsafe freeMemory = try function("PQfreemem")
        unsafe send = try function("PQsendQuery")
        unsafe prepare = try function("PQsendPrepare")
        unsafe sendPrepared = try function("PQsendQueryPrepared")
        unsafe sendRows = try function("PQputCopyData")
        unsafe endRows = try function("PQputCopyEnd")
        unsafe socket = try function("PQsocket")
        unsafe beNonblocking = try function("PQsetnonblocking")
        unsafe flush = try function("PQflush")
        unsafe takeIn = try function("PQconsumeInput")
        unsafe isBusy = try function("PQisBusy")
        unsafe nextAnswer = try function("PQgetResult")
        unsafe nextNotification = try function("PQnotifies")
        unsafe resultStatus = try function("PQresultStatus")
        unsafe resultErrorField = try function("PQresultErrorField")
        unsafe rowCount = try function("PQntuples")
        unsafe columnCount = try function("PQnfields")
        unsafe columnType = try function("PQftype")
        unsafe value = try function("PQgetvalue")
        unsafe valueLength = try function("PQgetlength")
        unsafe isNull = try function("PQgetisnull")
        unsafe commandTag = try function("PQcmdStatus")
        unsafe rowsChanged = try function("PQcmdTuples")
        unsafe clear = try function("PQclear")
    }
}
