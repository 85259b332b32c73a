/// The bounds of a store in PostgreSQL.
extension Limits {
    /// Intentions in one transaction: where one fails each that writes becomes a subtransaction, and more than 64 of them
    /// no longer fit into the cache that every backend shares (PostgreSQL's PGPROC_MAX_CACHED_SUBXIDS), which holds up
    /// standbys.
    public static let postgresBatchMax = 64
    /// Questions that wait for one of ``readersMax`` connections; the next is told that the server is busy.
    public static let readsWaitingMax = 10_000
    /// Times that a batch of intentions is carried out anew where the connection was lost before its commit.
    public static let intentionRetriesMax = 3
    /// The time that a connection may take to come to be, for each host that is named; libpq counts in seconds.
    public static let postgresConnectWithin: Duration = .seconds(3)
    /// The time between two looks at all hosts that an address names, while no connection is lost.
    public static let postgresLookAroundEvery: Duration = .seconds(30)
    /// The time for which hosts that do not answer are waited for, once another takes writes.
    public static let postgresLookWithin: Duration = .seconds(1)
    /// The time within which a statement is answered, or the connection is lost: more than one may wait for its turn and for
    /// locks, after which the server itself gives up.
    public static let postgresAnswerWithin: Duration = .seconds(20)
    /// The time within which a COMMIT is answered, or its outcome counts as unknown: a slow disk may take long.
    public static let postgresCommitWithin: Duration = .seconds(30)
    /// The time between two looks, during such a wait, whether another server is the primary by now.
    public static let postgresLookEvery: Duration = .milliseconds(250)
    /// The time without a word after which a connection is asked for a sign of life.
    public static let postgresKeepaliveAfter: Duration = .seconds(5)
    /// The time between two such questions.
    public static let postgresKeepaliveEvery: Duration = .seconds(2)
    /// Questions without an answer after which a connection is lost.
    public static let postgresKeepalivesMax = 3
    /// The time that sent bytes may go without a receipt before a connection is lost: a machine without power sends
    /// none.
    public static let postgresUnreceivedMax: Duration = .seconds(6)
    /// The time for which a transaction that writes may be at rest before the server ends its session: that of a node
    /// which was stopped in the middle of it.
    public static let postgresTransactionIdleMax: Duration = .seconds(3)
    /// The time for which a batch waits for its turn behind those of other nodes, one that was stopped among them.
    public static let postgresTurnWait: Duration = .seconds(15)
    /// The time for which a statement waits for a lock of somebody who is no node of Snug, such as an administrator at
    /// work; all others wait meanwhile.
    public static let postgresLockWait: Duration = .seconds(1)
    /// The time for which locks are hardly waited for after one that was waited for in vain.
    public static let postgresHurriedFor: Duration = .seconds(10)
    /// The time between two looks of the server at whether whoever asked is still there: what nobody waits for ends.
    public static let postgresAskerLookEvery: Duration = .seconds(5)
    /// The time before the second try to connect anew; it doubles with each.
    public static let postgresReconnectAfter: Duration = .milliseconds(100)
    /// The most time between two tries to connect anew.
    public static let postgresReconnectEvery: Duration = .seconds(2)
    /// The time for which a server that starts waits for one that cannot be reached, before it gives up and leaves the
    /// next start to whoever started it.
    public static let postgresStartWithin: Duration = .seconds(30)
    /// The time between two tries of such a server.
    public static let postgresStartRetryEvery: Duration = .milliseconds(500)
    /// The time for which intentions wait for a lost connection to come back, a standby's promotion included, before
    /// they fail: nothing of them was sent yet.
    public static let postgresPatience: Duration = .seconds(10)
    /// Commits in the log from which nodes hear of one another's: one that was away for longer begins anew, and so do its
    /// clients.
    public static let commitsKept = 65_536
    /// Commits that leave the log at once: one in so many takes them with it.
    public static let commitsForgottenAtOnce = 256
    /// Commits that are read from the log at once.
    public static let commitsReadAtOnce = 256
    /// The time between two heartbeats of the connection that hears of other nodes' commits: for so long one that is dead
    /// may go unnoticed, and what is heard may have been lost.
    public static let listenerBeatEvery: Duration = .seconds(5)
    /// The time within which a heartbeat is answered, or the connection is lost.
    public static let listenerBeatWithin: Duration = .seconds(5)
    /// The time within which a standby says that it has a commit, or is away: from then on no other is tried.
    public static let standbyAnswersWithin: Duration = .seconds(5)
    /// The time for which a node's own former session may keep its name: that of a connection that died without a word.
    public static let nameKeptFor: Duration = .seconds(15)
    /// The time within which the first notification, to oneself, arrives.
    public static let notificationWithin: Duration = .seconds(2)
    /// Bytes of a node's name: with the program's before it, it fits into the name by which PostgreSQL knows a connection
    /// (NAMEDATALEN, 63 bytes).
    public static let nodeNameBytesMax = 48
    /// The oldest server that is worked with, in libpq's spelling.
    ///
    /// Debian 12 has it, and 14 has no support by its makers any more.
    public static let postgresVersionMin = 150_000

    // The index of words

    /// Rooms of a searcher up to which the index is asked for these alone; of more, its answers are looked through.
    public static let searchRoomWordsMax = 64
    /// The factor by which the next spans that are asked for are more.
    public static let searchSpansGrowth: Int64 = 4
    /// Spans up to which the index is asked for these alone; of more, its answers are looked through.
    public static let searchSpanWordsMax = 64
    /// Messages that a search reads at once: as many as a page mostly needs.
    public static let searchRowsAtOnce = 50
    /// Entries of an index of before that are removed for each page that may be: as many as fit.
    public static let indexEntriesPerPage = 16
    /// The time for which the making anew of the index waits for whoever is at its table, all writers with it.
    public static let indexLockWait: Duration = .milliseconds(100)
    /// The time for which an index that another version has begun is left to it: while nodes are brought up to date one
    /// after the other, they do not take it away from each other.
    public static let indexKeptFor: Duration = .seconds(600)

    // Expectations of `snug check`

    /// Bytes of the log that a standby may have to replay yet: seconds of the busiest server.
    public static let standbyBehindBytesMax: Int64 = 64 << 20
    /// The time by which a server's clock may differ from that of its database: more than time servers leave.
    public static let nodeClocksApartMax: Duration = .seconds(5)
}
