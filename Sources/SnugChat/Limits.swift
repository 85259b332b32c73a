/// Every bound of the house, with its unit and its reason. Nothing waits, grows or repeats without one of these.
public enum Limits {
    // People

    /// Characters of a person's name: what a room list can show.
    public static let nameCharactersMax = 80
    /// Characters of a room's name.
    public static let roomNameCharactersMax = 100
    /// Characters (Unicode scalars) of a password (ASVS 5.0 6.2.1, 6.2.9).
    public static let passwordCharactersMin = 8
    public static let passwordCharactersMax = 128
    /// Characters kept of a device's own description.
    public static let deviceCharactersMax = 200
    /// People in one answer of the directory.
    public static let usersPageMax = 200
    /// People in the one answer that the original app's `/users` gives.
    public static let legacyUsersMax = 10_000
    /// Passwords hashed at once. Each takes 32 MB for a third of a second.
    public static let passwordHashesAtOnce = 2
    /// Sign-ins that wait for a hash; the next is told that the server is busy.
    public static let passwordHashesWaitingMax = 64

    // Codes, tokens, sessions

    /// How long a mailed code is good for.
    public static let codeLifetime: Duration = .seconds(600)
    /// The shortest time between two codes to one address.
    public static let codeResendAfter: Duration = .seconds(60)
    /// Wrong tries that void a code.
    public static let codeTriesMax = 5
    /// How long after its last code a sign-in can still ask for the next one.
    public static let codePendingFor: Duration = .seconds(3_600)
    /// How long an unproven registration is kept.
    public static let registrationKeptFor: Duration = .seconds(24 * 3_600)
    /// How long after a reset code was accepted the new password must be given.
    public static let resetGrantLifetime: Duration = .seconds(600)
    /// How long the first owner has to open the set-up link.
    public static let setupTokenLifetime: Duration = .seconds(30 * 60)
    /// A session's last use is written down at most this often, so that reading does not cost writing.
    public static let sessionSeenEvery: Duration = .seconds(300)
    /// Sessions of one user; the oldest gives way to a new one. A client that loses its token in a loop stays harmless.
    public static let sessionsPerUserMax = 100
    /// Sessions in one answer of `GET /admin/sessions`.
    public static let sessionsPageMax = 200

    /// How lately someone must have signed in to add or remove ways in.
    public static let recentSignInWithin: Duration = .seconds(600)
    /// How long a session that is over is remembered, so that its device is known when it comes again.
    public static let sessionKeptFor: Duration = .seconds(90 * 86_400)
    /// How long a link from `snug user login-link` works.
    public static let loginLinkLifetime: Duration = .seconds(15 * 60)
    /// How long a browser has to answer a passkey's challenge.
    public static let passkeyChallengeLifetime: Duration = .seconds(300)
    /// Bytes of a credential id (W §7.1, step 25).
    public static let credentialIDBytesMax = 1_023
    /// Passkeys of one account.
    public static let passkeysPerUserMax = 20
    /// How long an invite lasts unless whoever makes it says otherwise, and at most.
    public static let inviteLifetime: Duration = .seconds(7 * 86_400)
    public static let inviteLifetimeMax: Duration = .seconds(365 * 86_400)
    /// People that one invite can let in.
    public static let inviteUsesMax = 10_000
    /// Invites that are open at once.
    public static let invitesMax = 1_000
    /// How long the audit trail is kept, and how much of it one answer shows.
    public static let auditKeptFor: Duration = .seconds(365 * 86_400)
    public static let auditPageMax = 200
    /// Accounts that `snug user list` lists.
    public static let accountsListMax = 100_000
    /// How often the server looks whether an administrator's command has changed something.
    public static let outsideChangesEvery: Duration = .milliseconds(500)

    /// How often the watchdog hears from the server in the time that it waits: once late is not stuck.
    public static let watchdogFeedsPerWait: Int64 = 3

    /// How often what is of no use any more is forgotten.
    public static let sweepEvery: Duration = .seconds(3_600)

    // Rooms and messages

    /// Bytes of UTF-8 in a message: several pages of text.
    public static let contentBytesMax = 16_384
    /// Bytes of a `client_id`: a UUID with room to spare.
    public static let clientIDBytesMax = 64
    /// People named at once when a room is made.
    public static let membersAtOnceMax = 1_000
    /// Rooms one user can be in: the hello frame lists them all.
    public static let roomsPerUserMax = 10_000
    /// Bytes of one reaction: the longest emoji sequences take 35.
    public static let emojiBytesMax = 64
    /// Different reactions to one message.
    public static let reactionsMax = 50
    /// Names looked for in one message.
    public static let mentionsMax = 100
    /// A person's typing is passed on at most this often in each room.
    public static let typingEvery: Duration = .seconds(3)
    /// Pairs of person and room whose typing is remembered.
    public static let typistsMax = 10_000
    /// How long someone without a socket still counts as there: a page that is loaded again is no going away.
    public static let presenceHysteresis: Duration = .seconds(5)
    /// Listeners of a room on one event loop up to which comings and goings are told there: in a crowd they would cost
    /// more than they are worth.
    public static let presenceListenersMax = 250
    /// Messages in one page of history.
    public static let pageMessagesMax = 200
    public static let pageMessagesDefault = 50
    /// Series that metrics keep of one kind: routes by methods by classes of status, with room.
    public static let metricSeriesMax = 2_000
    /// Bytes of one row of an import.
    public static let importRowBytesMax = 16 << 20
    /// Rows that an import's report names for each remark.
    public static let importRemarksMax = 20
    /// Messages and changes that `resume` sends for one room; beyond, paging is cheaper for everyone.
    public static let resumeMessagesMax = 500
    /// Times that what `resume` read is read again because a change of it was heard before it could be sent.
    public static let resumeReadsMax = 5
    /// Rooms in one answer of `GET /rooms/open`.
    public static let openRoomsMax = 200
    /// Rooms in one answer of `GET /admin/rooms`.
    public static let roomsPageMax = 200
    /// Seconds' worth of the message rate that may come at once.
    public static let messageBurstSeconds: Double = 10
    /// Accounts whose message rate is remembered; those at rest are forgotten first.
    public static let messageRatesMax = 100_000

    // Store

    /// Intentions that wait for the writer; the next is told that the server is busy.
    public static let writesWaitingMax = 50_000
    /// Intentions in one transaction: enough that a sync is shared, few enough that nobody waits long.
    public static let commitBatchMax = 512
    /// Connections that read snapshots beside the writer.
    public static let readersMax = 4
    /// How long a statement waits for another process's lock (an administrator's command, a backup).
    public static let lockWait: Duration = .seconds(5)

    /// Bytes of a setting that is kept in the database: a long list of domains or proxies.
    public static let settingBytesMax = 4_096

    // Wire

    /// Bytes of a JSON request body.
    public static let jsonBodyBytesMax = 256 * 1_024
    /// Bytes of one WebSocket message, its fragments added up (PROTOCOL §4).
    public static let frameBytesMax = 65_536
    /// Fragments of one WebSocket message.
    public static let frameFragmentsMax = 128
    /// Bytes of a request's head.
    public static let headBytesMax = 32 * 1_024
    /// A connection that is quiet between two requests for this long is closed.
    public static let requestIdleTimeout: Duration = .seconds(60)
    /// A new connection has this long for its first request's head.
    public static let requestHeadWithin: Duration = .seconds(20)
    /// From its head on, a request's body has this long: 256 KB at the speed of a bad telephone line.
    public static let requestBodyWithin: Duration = .seconds(20)
    /// Bytes of a certificate with its chain, or of its key.
    public static let certificateBytesMax = 256 * 1_024
    /// How often the server looks whether its certificate has been renewed.
    public static let certificateLookEvery: Duration = .seconds(10)
    /// Frames a second that one socket may send for each message a second that its user may: reading, typing, pongs.
    public static let framesPerMessage: Double = 4
    /// Frames a second that one socket may send in any case.
    public static let framesPerSecondMin: Double = 100
    /// Bytes that count as one frame's worth.
    public static let bytesPerFrame: Double = 8_192
    /// Seconds' worth of frames that may come at once: an outbox that was filled offline.
    public static let frameBurstSeconds: Double = 10
    /// Bytes read from a connection at once: at first, and as few and as many as suits it.
    public static let receiveBytesFirst = 512
    public static let receiveBytesMin = 128
    public static let receiveBytesMax = 65_536
    /// Descriptors that sockets and requests leave to files, mails and whatever else the process needs.
    public static let descriptorsKept = 64
    /// Connections of one address that are not sockets: browsers open six. A proxy's are not counted.
    public static let guestsPerAddressMax = 2_000
    /// The server pings each socket this often.
    public static let pingEvery: Duration = .seconds(30)
    /// A socket from which nothing came for this long is closed.
    public static let socketSilenceMax: Duration = .seconds(75)
    /// Bytes that may wait for one slow reader before it is told to fetch later.
    public static let socketHighWaterBytes = 256 * 1_024
    /// Bytes that must be left for it to be written to again.
    public static let socketLowWaterBytes = 64 * 1_024
    /// Bytes that may wait for a reader that stopped reading before it is dropped: its own answers alone get this far.
    public static let socketPendingBytesMax = 8 * 1_024 * 1_024
    /// Bytes that `resume` sends for one room; beyond, the client pages.
    public static let resumeBytesMax = 256 * 1_024
    /// How long a peer has to answer a close frame.
    public static let closeAnswerWithin: Duration = .seconds(3)
    /// Parts of a request that are held while it is decided whether it becomes a socket.
    public static let heldPartsMax = 16
    /// Commands of one socket whose answers are not out yet; beyond, its bytes are left in the kernel.
    public static let commandsInFlightMax = 256
    /// How long open sockets and waiting writes have after SIGTERM.
    public static let stopWithin: Duration = .seconds(8)

    // Mail

    /// Mails that may wait in the queue; the next is refused. A flood of codes must not fill the disk.
    public static let mailsWaitingMax = 10_000
    /// The relay accepts a TCP connection, and finishes TLS, within this.
    public static let smtpConnectTimeout: Duration = .seconds(10)
    /// The relay answers each command within this (RFC 5321 §4.5.3.2 allows minutes; a person waits for a code).
    public static let smtpReplyTimeout: Duration = .seconds(30)
    /// Bytes of one reply line, CR LF included. RFC 5321 §4.5.3.1.5 says 512; some relays exceed it.
    public static let smtpReplyLineBytesMax = 2_048
    /// Lines of one multi-line reply. EHLO lists a dozen or two.
    public static let smtpReplyLinesMax = 128
    /// The pause after the first failed delivery; it doubles with each further one.
    public static let mailRetryFirst: Duration = .seconds(5)
    /// The longest pause between two deliveries of one mail.
    public static let mailRetryLongest: Duration = .seconds(15 * 60)
    /// Mails sent at once, so that one that hangs does not hold up the others.
    public static let mailsAtOnce = 4
    /// How long mails on their way have when the server stops; what is not gone by then stays in the queue.
    public static let mailStopWithin: Duration = .seconds(4)
    /// How long a notice (a mail without a code) is tried.
    public static let noticeLifetime: Duration = .seconds(24 * 3_600)

    // What `snug check` expects

    /// Bytes of the write-ahead log beside the database, in use by many.
    public static let databaseLogBytesUsual = 256 * 1_024 * 1_024
    /// Bytes that a disk should have left, and without which nothing goes on for long.
    public static let diskBytesUsual = 512 * 1_024 * 1_024
    public static let diskBytesMin = 64 * 1_024 * 1_024
    /// How long a certificate should hold on, and which part of its whole time where that is less: automatic renewals
    /// come at thirty days of ninety, and at a third of what is shorter.
    public static let certificateLeftMin: Duration = .seconds(14 * 86_400)
    public static let certificatePartMin = 6
    /// How old a backup may be: there is one every night, so this says that one is missing.
    public static let backupAgeMax: Duration = .seconds(2 * 86_400)
    /// Descriptors: a few devices each for a few hundred people.
    public static let descriptorsUsual = 4_096
    /// Bytes of memory that should be free.
    public static let memoryBytesMin = 64 * 1_024 * 1_024
    /// How far a message may be ahead of the clock.
    public static let clockSkewMax: Duration = .seconds(120)
    /// How long `snug check` tries a port of the relay, or this site's own address.
    public static let checkConnectTimeout: Duration = .seconds(3)
    /// How long it waits for each answer of the relay.
    public static let checkReplyTimeout: Duration = .seconds(10)
    /// How long the findings that administrators are shown stand: looking is not free, but whoever mended something
    /// looks again at once.
    public static let findingsStandFor: Duration = .seconds(5)

    // Backup

    /// Pages of 4 KiB that a backup copies at a time: 1 MiB, so that it keeps little of the disk's cache busy.
    public static let backupPagesPerStep: Int32 = 256
    /// How often the server looks whether the night's backup is due.
    public static let backupLookEvery: Duration = .seconds(30)
    /// How long after one that failed the next is tried.
    public static let backupRetryAfter: Duration = .seconds(3_600)
    /// Backups that a directory can be told to keep.
    public static let backupsKeptMax = 10_000
    /// Copies from before upgrades that are kept beside the database: one to go back to, and two before it.
    public static let upgradeCopiesMax = 3
    /// Bytes of a file that are read at a time.
    public static let filePieceBytes = 1 << 20
}
