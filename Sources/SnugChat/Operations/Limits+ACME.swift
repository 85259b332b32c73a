/// The bounds on certificates that come by ACME, and on the port that authorities look at.
extension Limits {
    /// Bytes of one answer of a certificate authority: a chain of four long certificates takes a tenth of it.
    public static let acmeAnswerBytesMax = 256 * 1_024
    /// Bytes of a URL, a nonce or a token that an authority hands out; theirs take a hundred.
    public static let acmeWordBytesMax = 2_048
    /// Characters kept of an authority's own words on a failure, for the log and for `snug check`.
    public static let acmeDetailCharactersMax = 400
    /// The time that an authority has to accept a connection and finish TLS.
    public static let acmeConnectTimeout: Duration = .seconds(10)
    /// The time that an authority has for one answer, its body included.
    public static let acmeAnswerWithin: Duration = .seconds(30)
    /// The time that one try for a certificate has in all: authorities validate and sign within seconds.
    public static let acmeTryWithin: Duration = .seconds(300)
    /// Times that one request is sent anew because its nonce was refused (RFC 8555 §6.5): a nonce may be a poor one, ten
    /// in a row are none by chance.
    public static let acmeNoncesMax = 10
    /// The pause between two looks at what an authority has not decided yet, where it says no other.
    public static let acmeLookEvery: Duration = .seconds(2)
    /// The longest pause between two such looks, whatever it says: a try would be over before the next.
    public static let acmeLookLongest: Duration = .seconds(60)
    /// Names in one certificate: Let's Encrypt's own limit.
    public static let acmeNamesMax = 100
    /// Certificates in a chain that an authority sends: those in use have two or three.
    public static let acmeChainMax = 10
    /// The pause after the first try that failed; each further one is ``acmeRetryFactor`` times as long.
    public static let acmeRetryFirst: Duration = .seconds(60)
    /// The growth of the pause after each try that failed: tries after 1, 5, 21 and 85 minutes are four in the first
    /// hour, where Let's Encrypt allows five failed validations of a name.
    public static let acmeRetryFactor = 4
    /// The pause after a try that a stop of the server cut short: whoever sets a server up starts it again and again, and
    /// the order that was made is gone on with.
    public static let acmeStopPause: Duration = .seconds(5)
    /// The longest pause after a try that failed: half a day, so that a box mended by others has its certificate on the
    /// same day.
    public static let acmeRetryLongest: Duration = .seconds(12 * 3_600)
    /// The part of a pause, one in so many, by which it is longer at random, so that boxes cut off together do not come
    /// back together.
    public static let acmeJitterPart: Int64 = 4
    /// The longest wait that an authority can ask for (`Retry-After`): Let's Encrypt counts certificates by the week.
    public static let acmeRetryAfterMax: Duration = .seconds(7 * 86_400)
    /// The shortest time between two tries that a person asks for: Let's Encrypt gives back one failed validation in
    /// twelve minutes.
    public static let acmeAskedEvery: Duration = .seconds(12 * 60)
    /// The shortest time between two certificates, where they last for weeks: Let's Encrypt gives back one of its five
    /// for the same names in 34 hours.
    public static let acmeIssueEvery: Duration = .seconds(34 * 3_600)
    /// The part of its whole time, one in so many, that a certificate has left when it is renewed.
    public static let acmeRenewPart: Int64 = 3
    /// The longest time between two looks at whether a certificate is due: the clock may have been set meanwhile.
    public static let acmeCheckEvery: Duration = .seconds(3_600)
    /// The lifetime of the certificate that stands in for the first one, which nobody trusts anyhow.
    public static let placeholderLifetime: Duration = .seconds(10 * 365 * 86_400)
    /// Connections at once to the port that leads to https.
    public static let plainConnectionsMax = 1_000
    /// Connections of one address to that port: authorities look from a handful of places, browsers open six.
    public static let plainConnectionsPerAddressMax = 100
    /// The time that a connection to that port has for its request and its answer.
    public static let plainConnectionWithin: Duration = .seconds(10)
    /// Bytes of a request's head on that port, which carries a path and no cookie worth reading.
    public static let plainHeadBytesMax = 16 * 1_024
    /// Bytes of a path that is led on to https as it is; a longer one is led to the first page.
    public static let plainPathBytesMax = 2_048
}
