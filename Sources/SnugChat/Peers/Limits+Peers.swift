/// The bounds on what nodes tell one another.
extension Limits {
    /// The time between two looks at what is to be told: people who come and go meanwhile are told in one note.
    public static let peerTickEvery: Duration = .seconds(1)
    /// The time between two signs of life of a node, by which others also see that they missed something.
    public static let peerBeatEvery: Duration = .seconds(5)
    /// The time after a node's last sign of life in which its people still count as online.
    public static let peerKeptFor: Duration = .seconds(15)
    /// The time after which a node that has not heard its own signs of life knows that it hears nobody's.
    public static let peerDeafAfter: Duration = .seconds(8)
    /// Other nodes that are listened to.
    public static let peersMax = 64
    /// People of another node who are remembered; more count as offline.
    public static let peerPeopleMax = 100_000
    /// People in one note: PostgreSQL's notifications have at most 7,999 bytes.
    public static let peerPeopleAtOnce = 125
    /// The time after which a node tells again who looks at a client of theirs.
    public static let lookingToldEvery: Duration = .seconds(20)
    /// The time for which somebody of another node counts as looking since that last told.
    public static let lookingKeptFor: Duration = .seconds(45)
    /// Notes that wait to be told; more are left out, as others see by their numbers.
    public static let peerNotesWaitingMax = 1_024
    /// Notes that wait, behind which typing is left out: it is of no use later.
    public static let peerTypingWaitingMax = 64
    /// Notes that are told at once.
    public static let peerNotesAtOnce = 64
    /// People of other nodes whose rooms are looked up at once, to tell those who are in them.
    public static let peerNewsAtOnce = 100
}
