/// Every bound of the server, with its unit and its reason.
///
/// Nothing waits, grows or repeats without one of these.
public enum Limits {
    // People

    /// Characters (Unicode scalars) of a person's name: what a room list can show.
    public static let nameCharactersMax = 80
    /// Characters (Unicode scalars) of a room's name.
    public static let roomNameCharactersMax = 100
    /// The fewest characters (Unicode scalars) of a password (ASVS 5.0 6.2.1).
    public static let passwordCharactersMin = 8
    /// The most characters (Unicode scalars) of a password (ASVS 5.0 6.2.9).
    public static let passwordCharactersMax = 128
    /// Characters (Unicode scalars) kept of a device's own description.
    public static let deviceCharactersMax = 200
    /// Characters (Unicode scalars) kept of what is no e-mail address, to count tries with it.
    public static let throttledCharactersMax = 64
    /// Bytes of one `Accept-Language` that are looked at: a browser's names a handful of languages.
    public static let acceptLanguageBytesMax = 1_024
    /// People in one answer of the directory.
    public static let usersPageMax = 200
    /// People in the one answer that the original app's `/users` gives.
    public static let legacyUsersMax = 10_000
    /// Bytes of a person's picture: a face in good quality takes a quarter, and a list of 300 stays within what its reader
    /// may read at once.
    public static let pictureBytesMax = 128 * 1_024
    /// Pixels of each side of a picture at least: fewer show nobody.
    public static let pictureSideMin = 16
    /// Pixels of each side of a picture at most: none is shown larger, and unpacked it takes 1 MB of whoever looks at it.
    public static let pictureSideMax = 512
    /// The time for which a browser shows a picture without asking: one that was taken away is gone after it.
    public static let pictureKeptFor: Duration = .seconds(86_400)
    /// Passes over its pixels that a picture is made of: programs write about ten.
    public static let pictureScansMax = 64
    /// Bytes of a picture's hash that are its tag.
    public static let pictureTagBytes = 8
    /// Passwords hashed at once: each takes 32 MB for a third of a second, and a small box has 64 to spare.
    public static let passwordHashesAtOnce = 1
    /// Passwords of one account that are checked at once, right ones too: a quarter of a minute of the one hasher.
    ///
    /// More than the wrong ones that are let through: a holder's own sign-ins must not tell a stranger, by fewer tries,
    /// that the account is there.
    public static let passwordChecksAtOnce = 40
    /// The time until one more password of an account is checked.
    public static let passwordCheckEvery: Duration = .seconds(10)
    /// Sign-ins that wait for a hash; the next is told that the server is busy.
    public static let passwordHashesWaitingMax = 64

    // Codes, tokens, sessions

    /// The lifetime of a mailed code.
    public static let codeLifetime: Duration = .seconds(600)
    /// The shortest time between two codes to one address.
    public static let codeResendAfter: Duration = .seconds(60)
    /// Wrong tries that void a code.
    public static let codeTriesMax = 5
    /// The time after its last code in which a sign-in can still ask for the next one.
    public static let codePendingFor: Duration = .seconds(3_600)
    /// The lifetime of an unproven registration.
    public static let registrationKeptFor: Duration = .seconds(24 * 3_600)
    /// The time in which a new password must be given after its reset code was accepted.
    public static let resetGrantLifetime: Duration = .seconds(600)
    /// The lifetime of the set-up link, in which the first owner has to open it.
    public static let setupTokenLifetime: Duration = .seconds(30 * 60)
    /// The shortest time between two writes of a session's last use, so that reading does not cost writing.
    public static let sessionSeenEvery: Duration = .seconds(300)
    /// Sessions of one user; the oldest gives way to a new one, so that a client that loses its token in a loop stays
    /// harmless.
    public static let sessionsPerUserMax = 100
    /// Sessions in one answer of `GET /admin/sessions`.
    public static let sessionsPageMax = 200

    /// The greatest age of the sign-in of someone who adds or removes ways in.
    public static let recentSignInWithin: Duration = .seconds(600)
    /// The time in which a session that came by a login link may choose the account's first password.
    public static let firstPasswordByLinkWithin: Duration = .seconds(86_400)
    /// The time for which a session that is over is remembered, so that its device is known when it comes again.
    public static let sessionKeptFor: Duration = .seconds(90 * 86_400)
    /// The lifetime of a login link that an administrator makes for someone.
    public static let loginLinkLifetime: Duration = .seconds(15 * 60)
    /// The lifetime of the login link of an account that was just added: it waits in a mailbox until it is read.
    public static let welcomeLinkLifetime: Duration = .seconds(7 * 86_400)
    /// The lifetime of the link in the mail to an address that an account had before: someone comes back from a journey.
    public static let takeBackLifetime: Duration = .seconds(7 * 86_400)
    /// Codes that wait to be entered in one answer of `GET /admin/waiting`.
    public static let waitingCodesMax = 200
    /// The time that a browser has to answer a passkey's challenge.
    public static let passkeyChallengeLifetime: Duration = .seconds(300)
    /// Bytes of a credential id (W §7.1, step 25).
    public static let credentialIDBytesMax = 1_023
    /// Bytes of one part of a passkey's answer: attestations carry chains of certificates, the longest a few kilobytes.
    public static let passkeyPartBytesMax = 16 * 1_024
    /// Passkeys of one account.
    public static let passkeysPerUserMax = 20
    /// The lifetime of an invite whose maker asks for no other.
    public static let inviteLifetime: Duration = .seconds(7 * 86_400)
    /// The longest lifetime of an invite.
    public static let inviteLifetimeMax: Duration = .seconds(365 * 86_400)
    /// People that one invite can let in.
    public static let inviteUsesMax = 10_000
    /// The lifetime of the standing invite, which stands on walls and in mails.
    public static let standingInviteLifetime = inviteLifetimeMax
    /// Accounts that one invite lets make at once, from all networks: a school's class.
    public static let joinsByInviteAtOnce = 60
    /// The time until one invite lets make one more: a link that leaked fills no server in a night.
    public static let joinByInviteEvery: Duration = .seconds(60)
    /// Mails that one administrator sends at once to people who have not been here yet.
    public static let mailsToStrangersAtOnce = 20
    /// The time until an administrator sends such a mail again: the relay's good name is the site's.
    public static let mailToStrangerEvery: Duration = .seconds(300)
    /// Invites that are open at once.
    public static let invitesMax = 1_000
    /// The time for which an entry of the audit trail is kept.
    public static let auditKeptFor: Duration = .seconds(365 * 86_400)
    /// Entries of the audit trail in one answer.
    public static let auditPageMax = 200
    /// Accounts that `snug user list` lists.
    public static let accountsListMax = 100_000
    /// The time from a write to the log to the look at whether an administrator's command has changed something, and
    /// between two such looks: a command is felt within a second, and a busy server looks seldom.
    public static let outsideChangesEvery: Duration = .milliseconds(250)
    /// Bytes of events about a file that are read at once: they say no more than that there were any.
    public static let fileEventBytes = 4_096

    /// Signs of life that the watchdog gets in the time that it waits: once late is not stuck.
    public static let watchdogFeedsPerWait: Int64 = 3

    /// The time between two sweeps of rows that are of no use any more.
    public static let sweepEvery: Duration = .seconds(3_600)
    /// The time after a node's sweep in which no other begins one: a little less than to its own next.
    public static let sweepClaimedFor: Duration = sweepEvery - .seconds(300)
    /// The time after which a node that has not gone on with work done in pieces has given it up: each piece is one
    /// transaction, and claims it anew.
    public static let pieceClaimedFor: Duration = .seconds(60)
    /// The pause before the first sweep: a clock that was wrong at the start has been set by then.
    public static let sweepFirstAfter: Duration = .seconds(600)

    // Rooms and messages

    /// Bytes of UTF-8 in a message: several pages of text.
    public static let contentBytesMax = 16_384
    /// Bytes of a `client_id`: more than a UUID takes.
    public static let clientIDBytesMax = 64
    /// People named at once when a room is made.
    public static let membersAtOnceMax = 1_000
    /// Rooms that one person is in: a list of them, and what a socket begins with, stay small.
    public static let roomsPerUserMax = 1_000
    /// Rooms made by one person into which others put the same person: nobody fills another's ``roomsPerUserMax``.
    public static let roomsByOneMax = 900
    /// Messages at the end of a direct room among which the last word of someone who comes back is looked for; what is
    /// before counts as read.
    public static let comeBackMessagesMax: Int64 = 1_000
    /// The longest time for which a level of notices is set; one without an end stays.
    public static let notifyUntilMax: Duration = .seconds(366 * 86_400)
    /// Rooms that one person keeps at the top of their list: more are a list of their own.
    public static let roomsPinnedMax = 50
    /// Bytes of the name of a time zone: the longest has 32.
    public static let timeZoneBytesMax = 64
    /// Minutes' worth of acts that cost others which may come at once.
    public static let actBurstMinutes = 10
    /// Writes that nobody else hears of at the price of one act.
    public static let ownWritesPerAct = 10
    /// People whom making a room may put into it at the price of one act.
    public static let peoplePerAct = 20
    /// Bytes of one reaction: the longest emoji sequences take 35.
    public static let emojiBytesMax = 64
    /// Different reactions to one message.
    public static let reactionsMax = 50
    /// Signs in one message that a name is looked for behind.
    public static let mentionSignsMax = 100
    /// Combining marks behind one letter that are looked at where names are looked for: no language has more (UAX #15
    /// §13).
    public static let marksInARowMax = 30
    /// People whom one message calls by name; more are everyone.
    public static let mentionsMax = 50
    /// People called by name that cost as much of the message rate as one message more: each is a row.
    public static let mentionsPerMessage = 10
    /// Members of a room who can be called by name, in the order of their ids; `@room` calls all.
    public static let namesPerRoomMax = 10_000
    /// Rooms whose members' names are kept from one message to the next.
    public static let namedRoomsMax = 1_000
    /// Names of members that are kept in all, about half a kilobyte each.
    public static let namesKeptMax = 40_000
    /// Names made ready for comparison at the price of one message, where they are not kept.
    public static let namesPerMessage = 500
    /// Messages of one sender that the writer has at once: it takes them in turn, and others' come behind them.
    public static let draftsAtWriterMax = 32
    /// Messages of one sender that wait for the writer, or until it is known whom they call; the next is told that the
    /// server is busy.
    public static let draftsWaitingMax = 1_000
    /// Calls of one person in one room, or of everyone there, that are kept; older ones go with the hourly sweep.
    public static let mentionsKeptMax: Int64 = 1_000
    /// Calls that go in one transaction of the sweep.
    public static let mentionsRemovedAtOnce = 500
    /// Lists of calls that are too long which the sweep looks up at a time.
    public static let mentionListsAtOnce = 100
    /// Unread calls up to which a list of rooms counts: no badge shows more.
    public static let mentionsCountedMax = 100
    /// The shortest time between two notices of a person's typing in one room.
    public static let typingEvery: Duration = .seconds(3)
    /// Notices of one person's typing a second, over all rooms: nobody types in many.
    public static let typingPerSecond: Double = 2
    /// Notices of one person's typing at once.
    public static let typingAtOnce: Double = 10
    /// Notices of anyone's typing that a room of more than ``presenceListenersMax`` is told, a second.
    public static let crowdTypingPerSecond: Double = 1
    /// Notices of anyone's typing that such a room is told at once.
    public static let crowdTypingAtOnce: Double = 3
    /// Pairs of person and room whose typing is remembered.
    public static let typistsMax = 10_000
    /// The time for which someone without a socket still counts as online: a page that is loaded again is no going
    /// away.
    public static let presenceHysteresis: Duration = .seconds(5)
    /// Listeners of a room, on all event loops, up to which comings, goings and reading are told there: in a crowd they
    /// would cost more than they are worth.
    public static let presenceListenersMax = 250
    /// Comings and goings of members that are told in a room of more than ``presenceListenersMax``, a second: each costs
    /// as much as a message there.
    public static let crowdMembersPerSecond: Double = 1
    /// Comings and goings of members that such a room is told at once.
    public static let crowdMembersAtOnce: Double = 60
    /// Such rooms whose comings and goings are counted.
    public static let crowdsMax = 10_000
    /// The shortest time between two notices of a person's reading in one room.
    public static let receiptsEvery: Duration = .seconds(1)
    /// Looks for due notices of reading in ``receiptsEvery``, while there are any: fewer make them late, more wake the
    /// server for little.
    public static let receiptLooksPerWait: Int64 = 4
    /// Rooms told of reading a moment ago, and notices of reading that wait; more are left out, as with typing.
    public static let receiptsMax = 10_000
    /// Characters (Unicode scalars) of a message in a list of rooms: a line or two.
    public static let previewCharactersMax = 300
    /// Messages in one page of history.
    public static let pageMessagesMax = 200
    /// Bytes of the messages in a page of calls, which is held whole; there is more where they do not fit.
    public static let mentionsPageBytesMax = 64 * 1_024
    /// Messages in a page of history whose request names no limit.
    public static let pageMessagesDefault = 50
    /// Series that metrics keep of one kind: more than routes by methods by classes of status.
    public static let metricSeriesMax = 2_000
    /// Passwords that an import hashes at once, 32 MB each: no server runs beside it.
    public static let importHashesAtOnce = 2
    /// Bytes of one row of an import.
    public static let importRowBytesMax = 16 << 20
    /// Schemas with tables of the original's names that an import holds apart; each has four scratch tables.
    public static let importSourcesMax = 64
    /// Tables of a dump whose columns an import remembers, and as many that are parts of others.
    public static let importTablesMax = 10_000
    /// Columns of a table in an import: PostgreSQL's own limit.
    public static let importColumnsMax = 1_600
    /// Rows that an import's report names for each remark.
    public static let importRemarksMax = 20
    /// Messages and changes that `resume` sends for one room; beyond, paging is cheaper for both sides.
    public static let resumeMessagesMax = 500
    /// Messages that `resume` reads at a time: it reads no further once there are too many bytes.
    public static let resumePieceMessages = 32
    /// Times that `resume` reads one room again because a change was announced before what it read could be sent.
    public static let resumeReadsMax = 5
    /// Rooms in one `resume` frame (PROTOCOL §4); a client that is in more sends several.
    public static let resumeRoomsMax = 1_000
    /// Rooms that one user, all sockets together, may resume in a second; what is due later waits.
    public static let resumesPerSecond: Double = 100
    /// Rooms that one user may resume at once: a thousand on each of four devices after the server was away.
    public static let resumesAtOnce: Double = 4_000
    /// Bytes read for a resume that count as one more room: about what finding out that nothing was missed costs.
    public static let resumeBytesPerRoom = 4_096
    /// Users whose resumes are remembered; those whose last is longest ago are forgotten first.
    public static let resumeRatesMax = 100_000
    /// Rooms in one answer of `GET /rooms/open`.
    public static let openRoomsMax = 200
    /// Rooms in one answer of `GET /admin/rooms`.
    public static let roomsPageMax = 200
    /// The lowest message rate that is one, in messages a second: lower ones would wait longer than anybody does.
    public static let messageRateMin: Double = 0.01
    /// The highest message rate, in messages a second: more than the writer commits.
    public static let messageRateMax: Double = 10_000
    /// Seconds' worth of the message rate that may come at once.
    public static let messageBurstSeconds: Double = 10
    /// Accounts whose rate is remembered, for each kind of rate; those who took from theirs longest ago are forgotten
    /// first.
    public static let userRatesMax = 100_000
    /// Calls a second that one person may make for each message a second.
    public static let readsPerMessage: Double = 16
    /// Calls a second that one person may make in any case.
    public static let readsPerSecondMin: Double = 500
    /// Seconds' worth of calls that may come at once: a client that fetches everything anew.
    public static let readBurstSeconds: Double = 32
    /// Bytes read for a call that count as one more: about what finding the caller costs.
    public static let readPieceBytes = 4_096
    /// Bytes that a message, a room, a person in an answer count for beside the text in it.
    public static let readRowBytes = 256
    /// Bytes that looking through a whole list by a part of a name counts for, however little it finds.
    public static let searchBytes = 64 * 4_096
    /// Bytes that looking through all rooms for calls counts for.
    public static let mentionsSearchBytes = 512 * 4_096
    /// Unread messages among which calls are counted that count as a row more of a list of rooms.
    public static let unreadPerRow = 4

    // Store

    /// Intentions that wait for the writer; the next is told that the server is busy.
    public static let writesWaitingMax = 50_000
    /// Intentions in one transaction: enough that a sync is shared, few enough that none waits long.
    public static let commitBatchMax = 512
    /// The time for which the outcome of a probe write stands: load balancers ask every second or so, each of many.
    public static let readinessStandsFor: Duration = .seconds(5)
    /// The time that a probe write has; a writer that hangs is told of then, as load balancers wait little longer.
    public static let readinessWithin: Duration = .seconds(3)
    /// Bytes of a probe write: more than the longest message takes with its indexes, so that it does not fit into the
    /// room that a failed one has left in the log.
    public static let readinessBytes = 64 * 1_024
    /// The time without a fault after which a trouble of the store can end: on a full disk a small write still goes in
    /// now and then.
    public static let storeTroubleQuiet: Duration = .seconds(5)
    /// The time between two looks at whether a trouble that the log tells of is over.
    public static let troubleLookEvery: Duration = .seconds(5)
    /// Refusals of one throttle that are told of: more than people who mistype come to.
    public static let throttleRefusalsTold = 50
    /// The time without a refusal after which a throttle counts as left alone.
    public static let throttleTroubleQuiet: Duration = .seconds(60)
    /// Connections that read snapshots beside the writer.
    public static let readersMax = 4
    /// The time for which a statement waits for another process's lock (an administrator's command, a backup).
    public static let lockWait: Duration = .seconds(5)

    /// Bytes of the write-ahead log that are kept for use again once a checkpoint has emptied it: a backup or a flood
    /// makes it larger for once.
    public static let logBytesKept = 64 << 20
    /// Pages of the write-ahead log at which they are copied into the file: as many as one table of its index holds.
    ///
    /// A page that is written again and again is copied less often than by SQLite's thousand (SQLite, walformat §2.2).
    public static let logPagesFoldedAt = 4_000
    /// Symbolic links that are followed from the path of a database, as many as the kernel follows (path_resolution(7)).
    public static let linksFollowedMax = 40
    /// Files in a row that lose their name while they are locked before the lock counts as somebody else's.
    public static let lockTriesMax = 10
    /// The time between two looks at whether another process has finished upgrading the database.
    public static let upgradeLookEvery: Duration = .milliseconds(50)
    /// Numbers that each table skips after a restore, because the lost rows may have had them: more than any was given
    /// in between, far below 2^53.
    public static let restoreIDsSkipped: Int64 = 1_000_000
    /// Bytes of the random name of a log.
    public static let epochBytes = 16

    /// Bytes of the name of a host: the most that DNS carries (RFC 1035 §2.3.4).
    public static let hostBytesMax = 253
    /// Bytes of a setting that is kept in the database: a long list of domains or proxies.
    public static let settingBytesMax = 4_096

    // Wire

    /// Bytes of a JSON request body.
    public static let jsonBodyBytesMax = 256 * 1_024
    /// Bytes of the JSON body of a call that takes no session: names, passwords and codes.
    public static let signInBodyBytesMax = 16 * 1_024
    /// Times that a byte of a caller's JSON counts as a byte read: to read JSON costs more than to send it.
    public static let readBytesPerBodyByte = 8
    /// Combining marks that may follow each other in JSON: more than any text has, however it is adorned.
    public static let marksInJSONMax = 128
    /// Bytes beyond ASCII in a request's head, which nothing but a person's name for a device or a file needs.
    public static let headBytesBeyondASCIIMax = 1_024
    /// Redirects to the site's own address of one browser within ten seconds; whoever comes again gets the page.
    public static let sentOnMax = 2
    /// Bytes of one text in a query.
    public static let queryTextBytesMax = 1_024
    /// Arrays and objects in each other in JSON that comes in, more than any call needs.
    public static let jsonDepthMax = 512
    /// Bytes of one WebSocket message, its fragments added up (PROTOCOL §4).
    public static let frameBytesMax = 65_536
    /// Fragments of one WebSocket message.
    public static let frameFragmentsMax = 128
    /// Bytes of a request's head.
    public static let headBytesMax = 32 * 1_024
    /// The time after which a connection that is quiet between two requests is closed.
    public static let requestIdleTimeout: Duration = .seconds(60)
    /// Bytes of an answer that are made at a time: a long one is read, encoded and compressed in pieces of about so many.
    public static let answerPieceBytes = 32 * 1_024
    /// Items of a list that are read before it is known how long they are: four of the longest messages are two pieces.
    public static let pieceItemsFirst = 4
    /// Items of a list that are read at a time.
    public static let pieceItemsMax = 256
    /// Bytes of an answer that are written at a time, and that a peer must take at least in ``answerProgressWithin``.
    public static let answerSliceBytes = 16 * 1_024
    /// The time in which a peer must take the next part of an answer: a train's tunnel.
    public static let answerProgressWithin: Duration = .seconds(60)
    /// Bytes of an answer that wait in this process for a slow reader, before the next piece is made.
    public static let answerHighWaterBytes = 32 * 1_024
    /// Bytes waiting for a slow reader of an answer down to which they must shrink before the next piece is made.
    public static let answerLowWaterBytes = 16 * 1_024
    /// Bytes of an answer that the kernel takes before it can send them: left alone it takes megabytes, and a slow
    /// reader's progress does not show for a minute.
    public static let answerUnsentBytes = 64 * 1_024
    /// Long answers to one user at once: a few pages in each of several devices.
    public static let answersPerUserMax = 64
    /// Shorter answers of more than ``answerSliceBytes`` to one network at once: the web client's files among them,
    /// which all who come back after a restart ask for.
    public static let answersPerNetworkMax = 500
    /// Bytes of JSON from which on it is compressed: less would not pay for its head.
    public static let gzipBytesMin = 1_024
    /// The effort of compressing an answer, 1 to 9.
    ///
    /// A page of chat becomes 27 % of its size at 230 MB/s with 1, 25 % at 90 MB/s with 6 (measured on one core).
    public static let gzipLevel: Int32 = 1
    /// The quality of Brotli, out of 11, for files that are kept: the last step costs three times as long for 2 %.
    public static let brotliQuality: Int32 = 10
    /// The logarithm of the bytes in which Brotli looks for repetitions; more than any file of the client has.
    public static let brotliWindowBits: Int32 = 20
    /// The logarithm of the bytes in which repetitions are looked for: with ``gzipMemoryLevel`` 64 KB an answer under
    /// way, a quarter of the usual for 1 % more bytes.
    public static let gzipWindowBits: Int32 = 13
    /// The logarithm, with an offset, of the memory of a compression's tables.
    public static let gzipMemoryLevel: Int32 = 6
    /// Bytes that a compression is given, or lent for its output, at a time at most; its counters have 32 bits.
    public static let gzipBytesAtOnceMax = 1 << 20
    /// Bytes that a compression is lent for its output at a time at least.
    public static let gzipOutputBytes = 8 * 1_024
    /// The time that a new connection has for its first request's head.
    public static let requestHeadWithin: Duration = .seconds(20)
    /// The time that a request's body has from its head on: 256 KB at the speed of a bad telephone line.
    public static let requestBodyWithin: Duration = .seconds(20)
    /// The time from an upload's first look for bytes on in which it may come at any pace: a bad line's beginning.
    public static let uploadFreeFor: Duration = .seconds(20)
    /// Bytes a second at which an upload must come in all, once ``uploadFreeFor`` is over: a bad telephone line.
    public static let uploadBytesPerSecondMin = 8 * 1_024
    /// The time after which an upload is not under way any more, whatever became of its server: twice what the largest
    /// takes at that pace, as only the waits for its sender are counted.
    public static let uploadWithin: Duration = .seconds(2 * uploadBytesMost / Int64(uploadBytesPerSecondMin))
    /// The time by which an upload may be late for that: bytes come in bursts.
    public static let uploadLateBy: Duration = .seconds(5)
    /// The time in which something of an upload must come, however fast it was before: a train's tunnel.
    public static let uploadQuietWithin: Duration = .seconds(60)
    /// Parts of a request, of up to ``receiveBytesMax`` each, that wait in this process to be read, before no more is
    /// taken from its connection.
    public static let requestPartsWaitingMax = 4
    /// Bytes of a body that are still awaited behind its answer, so that the connection can be used again; with more to
    /// come it is closed instead.
    public static let unreadBodyBytesMax = 64 * 1_024
    /// Looks, each ``closeAnswerWithin`` after the last, at whether a client that has its last answer still sends: about
    /// as long as a body may take.
    public static let lingerLooksMax = 7
    /// Bytes kept of what comes behind a request for an upgrade, until that is decided: a few frames.
    public static let undecodedBytesMax = 256 * 1_024
    /// Bytes of a certificate with its chain, or of its key.
    public static let certificateBytesMax = 256 * 1_024
    /// The time between two looks at whether the certificate has been renewed.
    public static let certificateLookEvery: Duration = .seconds(10)
    /// Frames a second that one socket may send for each message a second that its user may: reading, typing, pongs.
    public static let framesPerMessage: Double = 4
    /// Frames a second that one socket may send in any case.
    public static let framesPerSecondMin: Double = 100
    /// Bytes that count as one frame's worth.
    public static let bytesPerFrame: Double = 8_192
    /// Bytes that count as one frame's worth of what one person may send, over all sockets.
    public static let bytesPerFrameOfPerson = 1_024
    /// Seconds' worth of frames that may come at once: an outbox that was filled offline.
    public static let frameBurstSeconds: Double = 10
    /// Sockets' worth of frames that all sockets of one person may send together.
    public static let framesPerPerson: Double = 2
    /// The time after which a client that has too many sockets, or was refused one by a bound with room again, may try
    /// anew.
    public static let socketRetryAfter: Duration = .seconds(5)
    /// Frames' worth that opening a socket costs its person: a token is looked up, and all rooms are read.
    public static let framesPerOpening: Double = 60
    /// Rooms that cost one frame's worth when a socket begins with them, or asks to catch up with them.
    public static let roomsPerFrame: Double = 4
    /// Seconds' worth of frames that one person can owe, by what many sockets read at once: a wait that a socket
    /// survives without a sign of life.
    public static let frameDebtSeconds: Double = 50
    /// People whose frames are counted beyond their sockets' end; those who came longest ago are forgotten first.
    public static let frameAllowancesMax = 20_000
    /// Bytes read at once from a new connection, before the amount suits itself to it.
    public static let receiveBytesFirst = 512
    /// The fewest bytes read at once from a connection.
    public static let receiveBytesMin = 128
    /// The most bytes read at once from a connection.
    public static let receiveBytesMax = 65_536
    /// Descriptors that sockets and requests leave to files, mails and everything else that the process needs.
    public static let descriptorsKept = 64
    /// Connections of one address that are not sockets; a proxy's are not counted.
    ///
    /// Browsers open six.
    public static let guestsPerAddressMax = 2_000
    /// The time between two pings of one socket.
    public static let pingEvery: Duration = .seconds(30)
    /// The time after which a socket from which nothing came is closed.
    public static let socketSilenceMax: Duration = .seconds(75)
    /// Bytes that may wait for one slow reader before it is told to fetch later.
    public static let socketHighWaterBytes = 256 * 1_024
    /// Bytes waiting for a slow reader down to which they must shrink before it is written to again.
    public static let socketLowWaterBytes = 64 * 1_024
    /// Bytes that may wait for a reader that stopped reading before it is dropped: its own answers alone get this far.
    public static let socketPendingBytesMax = 8 * 1_024 * 1_024
    /// Messages of several commits that are written to each listener as one piece.
    public static let messagesJoinedMax = 64
    /// Bytes that `resume` sends for one room; beyond, the client pages.
    public static let resumeBytesMax = 256 * 1_024
    /// The time that a peer has to answer a close frame.
    public static let closeAnswerWithin: Duration = .seconds(3)
    /// Parts of a request that are held while it is decided whether it becomes a socket.
    public static let heldPartsMax = 16
    /// Commands of one socket whose answers are not out yet; beyond, its bytes are left in the kernel.
    public static let commandsInFlightMax = 256
    /// The time that open sockets and waiting writes have after SIGTERM.
    public static let stopWithin: Duration = .seconds(8)
    /// The longest wait between two starts that fail: a box mended by freeing its disk is back within a minute, and a
    /// night of failing fills no journal.
    public static let restartWaitMax: Duration = .seconds(60)
    /// The time between two looks at whether a signal has ended that wait.
    public static let signalLookEvery: Duration = .milliseconds(100)
    /// The part of a failed start, one of so many, that a start counts for which came into service and did not stay: a
    /// server that is killed thirty times in a row is back at once each time, one that crashes on and on waits in the end.
    public static let failedStartParts = 32
    /// The highest count of starts that is kept: the wait has its bound long before.
    public static let failedStartPartsMax = 100_000
    /// The time in service after which a start has not failed: longer than a server takes to meet whatever ends it at
    /// once.
    public static let startProvenAfter: Duration = .seconds(10)

    // Mail

    /// Mails that may wait in the queue; the next is refused, so that a flood of codes does not fill the disk.
    public static let mailsWaitingMax = 10_000
    /// The time that the relay has to accept a TCP connection and finish TLS.
    public static let smtpConnectTimeout: Duration = .seconds(10)
    /// The time that the relay has to answer each command (RFC 5321 §4.5.3.2 allows minutes; a person waits for a
    /// code).
    public static let smtpReplyTimeout: Duration = .seconds(30)
    /// The time that one delivery has in all: a relay that answers each command slowly is left to a later try, so that
    /// codes behind the mail still arrive while they are good.
    public static let smtpDeliveryWithin: Duration = .seconds(120)
    /// Bytes of one reply line, CR LF included.
    ///
    /// RFC 5321 §4.5.3.1.5 says 512; some relays exceed it.
    public static let smtpReplyLineBytesMax = 2_048
    /// Lines of one multi-line reply: EHLO lists a dozen or two.
    public static let smtpReplyLinesMax = 128
    /// The pause after the first failed delivery; it doubles with each further one.
    public static let mailRetryFirst: Duration = .seconds(5)
    /// The longest pause between two deliveries of one mail.
    public static let mailRetryLongest: Duration = .seconds(15 * 60)
    /// The time without a failure after which a relay that takes a mail counts as well: the first retry comes then.
    public static let relayTroubleQuiet = mailRetryFirst
    /// The time without a refused recipient after which refusals count as over: addresses are mistyped every day.
    public static let refusedMailQuiet: Duration = .seconds(3_600)
    /// Tries at which a relay may put one mail off without its being a trouble: it holds up a sender that it does not
    /// know for five minutes (greylisting), and the next try comes after these.
    public static let greylistedTriesMax = 6
    /// Mails sent at once, each by itself, so that one that hangs holds up no other.
    public static let mailsAtOnce = 4
    /// The time that a node has for a mail before another sends it: longer than a relay may take for all its replies.
    public static let mailClaimedFor: Duration = .seconds(360)
    /// The time that mails on their way have when the server stops; those not gone by then stay in the queue.
    public static let mailStopWithin: Duration = .seconds(4)
    /// The time for which a notice (a mail without a code) is tried.
    public static let noticeLifetime: Duration = .seconds(24 * 3_600)

    /// Reads of the system's table of locks for one look at a file: each may leave out what changes places meanwhile.
    public static let lockTableReads = 16
    /// Looks for the server of a database before it counts as stopped, and the seconds between two of them.
    public static let serverLooksMax = 8
    public static let serverLookPause = 0.01

    // Expectations of `snug check`

    /// Bytes of the write-ahead log beside the database, in use by many.
    public static let databaseLogBytesUsual = 256 * 1_024 * 1_024
    /// Bytes that a disk should have left.
    public static let diskBytesUsual = 512 * 1_024 * 1_024
    /// Bytes of a disk's free space without which nothing goes on for long.
    public static let diskBytesMin = 64 * 1_024 * 1_024
    /// Files that a disk should have room for: the database's own and those of a few backups.
    public static let diskFilesMin = 16
    /// The time that a certificate should have left: automatic renewals come at thirty days of ninety.
    public static let certificateLeftMin: Duration = .seconds(14 * 86_400)
    /// The part of a certificate's whole time, one in so many, that it should have left where that is less than
    /// ``certificateLeftMin``: shorter ones are renewed at a third.
    public static let certificatePartMin = 6
    /// The greatest age of the newest backup: there is one every night, so an older one says that one is missing.
    public static let backupAgeMax: Duration = .seconds(2 * 86_400)
    /// The time by which a process may seem to have started too early: the kernel tells of it in whole seconds.
    public static let processStartSlack: Duration = .seconds(2)
    /// Descriptors: a few devices each for a few hundred people.
    public static let descriptorsUsual = 4_096
    /// Bytes of memory that should be free.
    public static let memoryBytesMin = 64 * 1_024 * 1_024
    /// Registrations of one address that stand side by side: its owner's, and what strangers ask for meanwhile.
    public static let registrationsPerAddressMax = 3
    /// Messages of a deleted room that go in one transaction: a few milliseconds, for which everyone else waits.
    public static let deletedMessagesAtOnce = 500
    /// A step of the clock that changes nothing: what a time server sets right in the course of a day.
    public static let clockStepMax: Duration = .seconds(120)
    /// The time by which a message may be ahead of the clock.
    public static let clockSkewMax: Duration = .seconds(120)
    /// The time between two mails that are printed to the journal: some 16 lines each make 8,000 in 30 seconds, of which it
    /// takes 10,000 of a service before it drops all (journald.conf(5), RateLimitBurst=).
    public static let printedMailEvery: Duration = .milliseconds(62)
    /// The time that `snug check` gives a port of the relay, or this site's own address, to accept a connection.
    public static let checkConnectTimeout: Duration = .seconds(3)
    /// The time that `snug check` waits for each answer of the relay.
    public static let checkReplyTimeout: Duration = .seconds(10)
    /// The time for which the findings that administrators are shown stand: looking is not free, but a repair is looked
    /// at again at once.
    public static let findingsStandFor: Duration = .seconds(5)

    // The overview

    /// Days whose figures are kept and shown, today the last: a month.
    public static let overviewDays = 30
    /// The time for which an overview stands: several pages open at once ask for it.
    public static let overviewStandsFor: Duration = .seconds(5)
    /// Messages that are counted in one transaction: a few milliseconds, for which everyone else waits.
    public static let messagesCountedAtOnce = 500
    /// Messages after which they are counted, without waiting for the hour.
    public static let messagesUncountedUsual = 5_000
    /// Messages not counted yet that an overview looks through; more come together only where counting is behind.
    public static let figuresUncountedMax = 10_000
    /// Days between two looks at the database's size by which its growth can be told.
    public static let growthDaysMin = 3
    /// Days whose growth counts: what grew before says little of next week.
    public static let growthDaysMax = 14
    /// Days for which it is told when the disk is full: ten years, beyond which nobody knows.
    public static let daysLeftMax = 3_650

    // Progress of long work on a terminal

    /// The time after which long work tells how far it is: nobody wonders before.
    public static let progressShownAfter: Duration = .seconds(1)
    /// The time between two drawings of the line.
    public static let progressDrawnEvery: Duration = .milliseconds(200)
    /// The time between two lines where none can be written over.
    public static let progressLineEvery: Duration = .seconds(10)

    // Backup

    /// Pages of 4 KiB that a backup copies at a time: 1 MiB, so that it keeps little of the disk's cache busy.
    public static let backupPagesPerStep: Int32 = 256
    /// The time after which a node that does not renew its claim on a backup has given it up.
    public static let backupClaimedFor: Duration = .seconds(120)
    /// The time between two renewals of a claim.
    public static let claimRenewedEvery: Duration = .seconds(20)
    /// Random bytes in the name under which a process claims work.
    public static let claimantBytes = 9
    /// The time between two looks at whether the night's backup is due.
    public static let backupLookEvery: Duration = .seconds(30)
    /// The time after a failed backup until the next is tried.
    public static let backupRetryAfter: Duration = .seconds(3_600)
    /// Bytes that a backup leaves free on its disk: what people write meanwhile, and the log that grows beside it.
    public static let backupReserveBytes = 64 << 20
    /// Days of which a directory can be told to keep a backup.
    public static let backupsKeptMax = 10_000
    /// Copies from before upgrades that are kept beside the database: the latest to go back to, and two before it.
    public static let upgradeCopiesMax = 3
    /// Bytes of a file that are read at a time.
    public static let filePieceBytes = 1 << 20
    /// Former names of the site that are remembered, to tell whose passkeys are lost; a site moves once in years.
    public static let siteNamesKept = 8
    /// Downloads of backups at once, on the whole server: each reads the disk as fast as its reader takes it.
    public static let backupDownloadsMax = 2
    /// Bytes of a backup that are read at a time for a download, which is all that it holds of it; whoever is signed out
    /// meanwhile gets no more than these.
    public static let downloadPieceBytes = 256 << 10
}
