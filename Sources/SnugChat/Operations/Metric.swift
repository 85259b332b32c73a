/// A metric of this server: its name after Prometheus's conventions, its kind and its meaning.
public enum Metric: String, Sendable, CaseIterable {
    case httpRequests = "snug_http_requests_total"
    case httpDuration = "snug_http_request_duration_seconds"
    case refusals = "snug_refusals_total"
    case socketsOpen = "snug_sockets_open"
    case socketsOpened = "snug_sockets_opened_total"
    case messagesPosted = "snug_messages_posted_total"
    case deliveries = "snug_deliveries_total"
    case resyncs = "snug_resyncs_total"
    case uploads = "snug_uploads_total"
    case uploadBytes = "snug_upload_bytes_total"
    case uploadsOpen = "snug_uploads_open"
    case filesBytes = "snug_files_size_bytes"
    case transactions = "snug_db_transactions_total"
    case transactionDuration = "snug_db_transaction_duration_seconds"
    case writesWaiting = "snug_db_writes_waiting"
    case databaseBytes = "snug_db_size_bytes"
    case walBytes = "snug_db_wal_size_bytes"
    case mails = "snug_mails_total"
    case pushes = "snug_pushes_total"
    case pushesWaiting = "snug_pushes_waiting"
    case mailsWaiting = "snug_mails_waiting"
    case lastBackup = "snug_backup_last_success_timestamp_seconds"
    case backups = "snug_backups_total"
    case build = "snug_build_info"
    case processMemory = "process_resident_memory_bytes"
    case processVirtualMemory = "process_virtual_memory_bytes"
    case processTime = "process_cpu_seconds_total"
    case processStart = "process_start_time_seconds"
    case processFiles = "process_open_fds"
    case processFilesMax = "process_max_fds"

    /// A kind of metric, as Prometheus names it.
    public enum Kind: String, Sendable { case counter, gauge, histogram }

    public var kind: Kind {
        switch self {
        case .httpDuration, .transactionDuration: .histogram
        default: rawValue.hasSuffix("_total") ? .counter : .gauge
        }
    }

    /// The meaning, in one line.
    public var help: String {
        switch self {
        case .httpRequests: "Requests answered, by method, route and class of status."
        case .httpDuration: "Seconds from a request's head to its answer, by route."
        case .refusals: "Requests refused, by the code of the problem."
        case .socketsOpen: "WebSockets open now."
        case .socketsOpened: "WebSockets opened."
        case .messagesPosted: "Messages that came to be at this server."
        case .deliveries: "Messages and changes written to sockets, one for each socket."
        case .resyncs: "Times a socket was told to fetch by itself what it was too slow for."
        case .uploads: "Files that people sent, small pictures among them, by how it ended."
        case .uploadBytes: "Bytes of the files that were kept."
        case .uploadsOpen: "Files on their way in now."
        case .filesBytes: "Bytes of all files, those of removed ones until they are given back."
        case .transactions: "Transactions that ended, by how."
        case .transactionDuration: "Seconds that a transaction took, its sync to the disk included."
        case .writesWaiting: "Writes that wait for the next transaction."
        case .databaseBytes: "Size of the database file."
        case .walBytes: "Size of its write-ahead log."
        case .mails: "Mails that left the queue or were put off, by how."
        case .mailsWaiting: "Mails in the queue."
        case .pushes: "Pushes that were sent, by what their services answered."
        case .pushesWaiting: "Pushes in the queue."
        case .lastBackup: "When the latest backup was made and proven."
        case .backups: "Backups tried, by how they ended."
        case .build: "What runs."
        case .processMemory: "Resident memory."
        case .processVirtualMemory: "Virtual memory."
        case .processTime: "Seconds of processor time, user and system."
        case .processStart: "When the process began."
        case .processFiles: "Files and sockets open now."
        case .processFilesMax: "Files and sockets that may be open."
        }
    }
}

/// A figure read at the moment it is asked for.
public struct MetricSample: Sendable {
    public var metric: Metric
    public var labels: [(String, String)]
    public var value: Double

    public init(_ metric: Metric, labels: [(String, String)] = [], _ value: Double) {
        self.metric = metric
        self.labels = labels
        self.value = value
    }
}
