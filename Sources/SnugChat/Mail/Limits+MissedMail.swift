/// The bounds on mails about what somebody has missed.
extension Limits {
    /// Minutes for which a message stays unread before there is a mail, where no setting says otherwise.
    public static let missedMailMinutesDefault = 15
    /// The most of these that can be set: a day.
    public static let missedMailMinutesMax = 1_440
    /// The age from which on a message is told by no mail: a day that can be set, one for quiet hours and one for a
    /// server that was down.
    public static let missedMailWithin: Duration = .seconds(3 * 86_400)
    /// The longest time for which anybody waits to be looked at, with as much again to spare: a day that can be set, one
    /// that quiet hours last, or one after a mail was refused.
    static let missedMailWaitMax: Duration = .seconds(2 * 86_400)
    /// Mails about what they have missed to one person in any day, however often they come back and read.
    public static let missedMailsPerDayMax = 9
    /// Those of them that begin with what the same person said: the others' share is left to others.
    public static let missedMailsByOnePerDayMax = 3
    /// Those of them that are left to people whom none was about that day: some who work together silence nobody else.
    static let missedMailsKeptPerDay = 3
    /// The time for which an open page or app holds a mail back after somebody last did anything: a tab that was left open
    /// at home does so no longer.
    static let missedMailHeldFor: Duration = .seconds(3_600)
    /// The time for which it does so in all: some pages ask for something by themselves.
    static let missedMailHeldMax: Duration = .seconds(6 * 3_600)
    /// People who are looked at before the next are asked for.
    public static let missedMailsAtOnce = 100
    /// Messages of one person in one room that are looked at for one mail.
    static let missedMessagesLookedAt = 20
    /// Calls that are looked at for one mail in all, the first ones of each person in each room before their next.
    static let missedCallsLookedAt = 200
    /// Direct rooms that are looked at for one mail, those of the newest activity.
    static let missedRoomsLookedAt = 50
    /// The time after a start before anybody is looked at: pages that were open have come back by then.
    public static let missedMailsLookedAtAfter: Duration = .seconds(60)
    /// The longest sleep while somebody waits to be looked at: so late is a mail after the machine has slept.
    public static let missedMailsLookedAtEvery: Duration = .seconds(300)
    /// The time after which another node looks, where the one that did is gone.
    public static let missedMailsClaimedFor: Duration = .seconds(30)
}
