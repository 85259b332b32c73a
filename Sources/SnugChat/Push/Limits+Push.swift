/// The bounds on web push: what is sent, to whom, how long that may take, and how often it is tried.
extension Limits {
    // Subscriptions

    /// Pushes refused for good, one after the other, with which a subscription ends where they lie as far apart as
    /// ``pushRefusalsFor``: a browser that is still used subscribes again.
    public static let pushRefusalsUntilEnd = 10
    /// The time from the first of these to the last.
    public static let pushRefusalsFor: Duration = .seconds(7 * 86_400)
    /// Push subscriptions of one person: a few browsers on a few devices; the oldest gives way to a new one.
    public static let pushSubscriptionsPerUserMax = 10

    // Deciding who is told

    /// The time that a message has to be read before anybody is told of it by a push.
    public static let pushAfter: Duration = .seconds(4)
    /// The newest messages of a room that are looked at for each member's newest: a few seconds' worth, or what a restart
    /// has left.
    public static let pushMessagesLookedAt: Int64 = 100
    /// Rooms that are decided about at once.
    public static let pushRoomsAtOnce = 32
    /// Pushes that are queued in one transaction: 10 ms of it.
    public static let pushesQueuedAtOnce = 1_000
    /// The time after which another node decides who is told, where the one that did is gone.
    public static let pushClaimedFor: Duration = .seconds(30)
    /// The pause after pushes could not be read or written, as the store has a fault.
    public static let pushStoreRetryAfter: Duration = .seconds(5)

    // A message

    /// Bytes of a push's text: sealed 2,663, of the 2,744 that Mozilla's bridge to Android takes.
    ///
    /// *Source:* the documentation of autopush-rs, “HTTP endpoints”; RFC 8030 §7.2 promises 4,096.
    public static let pushTextBytesMax = 2_400
    /// Characters (Unicode scalars) of a message that a push tells: a notification shows fewer.
    public static let pushBodyCharactersMax = previewCharactersMax
    /// The bytes to whose multiples a text is padded, so that its length tells little.
    public static let pushPaddingBytes = 256
    /// Bytes of a record, of which each push is one (RFC 8188 §2.1).
    public static let pushRecordBytes = 4_096
    /// The time for which a push service keeps a push for a device that it does not reach.
    public static let pushLifetime: Duration = .seconds(86_400)
    /// Bytes of an endpoint's URL: the longest seen, those of Windows, have some 400.
    public static let pushEndpointBytesMax = 1_024
    /// Bytes of the name of a room's pushes, of which a service keeps the newest alone (RFC 8030 §5.4): 22 characters
    /// of the 32 that are allowed.
    public static let pushTopicBytes = 16

    // This server's word for itself

    /// The lifetime of a token that tells a push service who sends (RFC 8292 §2 allows 24 hours).
    public static let pushTokenLifetime: Duration = .seconds(12 * 3_600)
    /// The time for which a token is used, so that clocks may differ by hours.
    public static let pushTokenUsedFor: Duration = .seconds(6 * 3_600)
    /// Origins whose tokens, and whose troubles, are remembered: there are a handful of services, some with many names.
    public static let pushOriginsMax = 64

    // Requests

    /// Requests to push services under way: each holds a connection and a few kilobytes.
    public static let pushesAtOnce = 16
    /// Those of them that go to one person's browsers.
    public static let pushesAtOnceOfOne = 4
    /// Pushes of one person that wait for these: what may come at once.
    public static let pushesInLineOfOne = 60
    /// Pushes under way and in such lines, some kilobytes each.
    public static let pushesBegunMax = 256
    /// The time that a push service has to accept a connection; a name's second address is tried within the same push.
    public static let pushConnectTimeout: Duration = .seconds(4)
    /// The time that one push has in all, from the look-up of the name to the end of the answer.
    public static let pushAnswerWithin: Duration = .seconds(10)
    /// Bytes of an answer that are read: its first sentence is all that is kept of it.
    public static let pushAnswerBytesMax = 64 * 1_024
    /// Characters (Unicode scalars) kept of the reason for which a push was not taken.
    public static let pushReasonCharactersMax = 200
    /// The time for which the address that a name was found to have is kept, with its connections.
    public static let pushAddressKeptFor: Duration = .seconds(60)
    /// Names whose addresses and connections are kept at once.
    public static let pushAddressesKept = 32
    /// Threads on which names are looked up; each may wait half a minute for a resolver that is silent.
    public static let pushLookUpThreads = 2
    /// Hosts of push services that can be named.
    public static let pushHostsMax = 64

    /// Pushes a second to all devices of one person on average: nobody makes this server hammer a service.
    public static let pushesPerSecond = 2.0
    /// Seconds' worth of these that may come at once.
    public static let pushBurstSeconds = 30.0
    /// Pushes a second, on average, to all browsers of one person of what one other says.
    public static let pushesPerSecondByOne = 1.0
    /// Seconds' worth of these that may come at once: as many as of all.
    public static let pushBurstSecondsByOne = 60.0
    /// Turns of pushes over that rate that are remembered: some megabytes.
    public static let pushTurnsMax = 100_000
    /// The longest time for which a push is put off at once, whatever its service asks for: one that was put off further
    /// was so by a clock that was ahead.
    public static let pushWaitLongest: Duration = .seconds(3_600)
    /// The time that a node has for a push that it has claimed, until another may send it.
    public static let queuedPushClaimedFor: Duration = .seconds(30)
    /// Pushes that a node claims beyond those under way: the last of them is begun well within its claim.
    public static let pushesInHand = 64
    /// The time after which those that are not begun are claimed again, and those that wait for their person's place are
    /// put off: begun then, they end within their claim.
    public static let pushesInHandFor: Duration = .seconds(15)
    /// The time that pushes under way have when the server stops; those that are cut off are sent again later.
    public static let pushStopWithin: Duration = .seconds(3)

    // Checks

    /// Subscriptions that a check looks at, the newest ones.
    public static let pushSubscriptionsChecked = 1_000
    /// Services that a check tries to reach: those that most browsers named.
    public static let pushServicesChecked = 8
    /// The time within which a push that was not taken counts as lately.
    public static let pushFailureIsLately: Duration = .seconds(86_400)
    /// The difference of clocks beyond which services soon refuse tokens, which last twelve hours.
    public static let pushClockSkewMax: Duration = .seconds(3_600)

    // Tries

    /// The pause after the first failed try of a push; it doubles with each further one.
    public static let pushRetryFirst: Duration = .seconds(5)
    /// The longest pause that is chosen here; a service may ask for a longer one, up to ``pushWaitLongest``.
    public static let pushRetryLongest: Duration = .seconds(15 * 60)
    /// People whose pushes have failed, none answered between them, after which a whole service is left alone: one person,
    /// whose browser names the services, must not hold up the others.
    public static let pushFailuresUntilPause = 3
    /// The longest pause that a whole service is given: it is soon asked again.
    public static let pushOriginPauseLongest: Duration = .seconds(60)
    /// The longest pause that one browser is given whose service delays its pushes.
    public static let pushEndpointPauseLongest: Duration = .seconds(5 * 60)
    /// Browsers whose pauses are remembered, the latest.
    public static let pushEndpointsMax = 10_000
}
