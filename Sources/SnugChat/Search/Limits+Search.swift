/// The bounds on searches: what one may ask for, and what one answer may look at.
extension Limits {
    /// Bytes of UTF-8 in what is looked for: a long sentence.
    public static let searchBytesMax = 512
    /// Words of one search, those of phrases too: each is looked up.
    public static let searchPartsMax = 32
    /// Words of the index by which one word or phrase of a search is looked up; by more of them fewer messages are looked
    /// at.
    public static let searchKeysMax = 8
    /// Letters of a word by which it is found: longer ones are no words but keys and addresses.
    public static let searchWordLettersMax = 64
    /// Letters from which on the last word of a search may be the beginning of others: fewer begin too many.
    public static let searchBeginningLettersMin = 3
    /// The numbers of first letters by which the index keeps words besides, ascending (SQLite FTS5 §4.2): it would gather
    /// what begins otherwise from all words that there are.
    public static let searchBeginningLetters = [3, 5]
    /// Messages of other rooms, for each of one's own rooms, behind which the index is asked for one's own by name: to look
    /// at so many takes about as long as that.
    public static let searchOthersPerRoom: ClosedRange<Double> = 2...10
    /// Numbers of messages that share a word of the index, by which it can be asked for these alone.
    public static let searchSpan: Int64 = 4_096
    /// Spans for which the index is asked where it has been asked for all in vain, however long that takes: some ten
    /// milliseconds.
    public static let searchSpansMin = 16
    /// The time for which the index is asked for one answer; behind it that ends, with the place where the next goes on.
    public static let searchPatience: Duration = .milliseconds(250)
    /// Results in one answer.
    public static let searchPageMax = 50
    /// Results in an answer whose request names no limit.
    public static let searchPageDefault = 20
    /// Messages in the rooms that are searched, all of one's own or one of these, up to which they are read, one by one,
    /// instead of the index: some ten milliseconds, whatever there is in other rooms.
    public static let searchScanMessagesMax: Int64 = 2_000
    /// Messages that one answer looks at, of those that the index names or that it does not hold yet; behind them it ends,
    /// with the place where the next goes on.
    public static let searchLooksMax = 2_000
    /// Bytes of the messages that one answer looks at.
    public static let searchLookBytesMax = 2 << 20
    /// Words up to which a message costs no more to look at than its bytes.
    public static let searchWordsCheap = 4
    /// Letters of a message that are shown around what was found.
    public static let snippetCharactersMax = 240
    /// Letters that are shown in front of it.
    public static let snippetLeadMax = 60
    /// Bytes of a word that is left out rather than cut at either end of it.
    public static let snippetWordBytesMax = 64
    /// Searches at once on the whole server: they leave readers of the database to everybody else.
    public static let searchesAtOnceMax = 2
    /// Searches of one person at once, one that is being typed on and the one that it was.
    public static let searchesPerUserMax = 2
    /// Searches that wait for their turn.
    public static let searchesWaitingMax = 64
    /// The time after which someone with too many searches may try anew.
    public static let searchRetryAfter: Duration = .seconds(1)
    /// Bytes that a search counts for as reading, before what it finds: some ten milliseconds.
    public static let searchReadBytes = 128 * readPieceBytes

    // The index

    /// Messages that go into the index in one transaction: a few milliseconds, for which others wait.
    ///
    /// By 256 at a time SQLite would make four times as many parts of the index, and spend half as long again on joining
    /// them.
    public static let messagesIndexedAtOnce = 1_024
    /// Bytes of their words, beyond which the next waits for another transaction: those of one long message that says
    /// nothing twice take some six milliseconds.
    public static let indexedBytesAtOnce = 64 * 1_024
    /// Bytes of messages whose words leave the index in one transaction.
    public static let unindexedBytesAtOnce = 16 * 1_024
    /// The time in which messages gather before they go into the index.
    public static let indexingAfter: Duration = .seconds(1)
    /// The time after which it is seen whether the index holds what it should, and whether anything waits for it.
    public static let indexCheckEvery: Duration = .seconds(3_600)
    /// The time after which messages that wait for room on the disk are tried again.
    public static let indexingRetryAfter: Duration = .seconds(60)
    /// Bytes of the record of the index's parts, beyond which it is made anew: each night leaves some in it, and SQLite
    /// reads no more than 2,000 levels of parts.
    public static let indexStructureBytesMax = 2_000
    /// Pages of an index of before that are removed in one transaction: 1 MiB, written over.
    public static let indexPagesRemovedAtOnce = 256
    /// Pages that are written in one transaction while the index is put together anew.
    public static let indexPagesMergedAtOnce = 200
    /// The hour of the day, in UTC, in which it is put together: before the night's backup where no setting says else.
    public static let indexMergeHour: Int64 = 1
    /// The time after which it is put together in any hour, where the server is off at night.
    public static let indexMergeEvery: Duration = .seconds(86_400)
    /// Messages of the index that are looked up in it to see that it holds what it should.
    public static let indexProbesMax = 200
    /// Bytes of a page of the database (SQLite file format §1.3.2).
    public static let databasePageBytes = 4_096
    /// Messages of a deleted room whose words leave the index in one transaction.
    public static let messagesUnindexedAtOnce = 256
}
