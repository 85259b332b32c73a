extension IPAddress {
    /// True for an address that stands for one machine of the public internet.
    ///
    /// False for every address that could lead back into the own machine, its network, or whatever the network of a
    /// provider keeps for itself, however it is written: also mapped, compatible, translated and tunnelled.
    ///
    /// *Source:* IANA's registries of special-purpose addresses for IPv4 and IPv6 (RFC 6890, RFC 8190); each block
    /// below names its own.
    var isPublic: Bool {
        if isV4 { return Self.isPublic(v4: bytes) }
        // A network without IPv4 reaches it so (RFC 6052 §2.1): the last four bytes say which address it is.
        if Self.translated.contains(where: { $0.contains(bytes) }) { return Self.isPublic(v4: Array(bytes.suffix(4))) }
        return Self.global.contains { $0.contains(bytes) } && !Self.special.contains { $0.contains(bytes) }
    }

    private static func isPublic(v4: [UInt8]) -> Bool { !specialV4.contains { $0.contains(v4) } }

    private static let specialV4 = blocks([
        "0.0.0.0/8",  // this network (RFC 791 §3.2); Linux takes 0.0.0.0 for itself
        "10.0.0.0/8",  // private (RFC 1918)
        "100.64.0.0/10",  // between a provider and its customers (RFC 6598)
        "127.0.0.0/8",  // loopback (RFC 1122 §3.2.1.3)
        "169.254.0.0/16",  // link-local (RFC 3927); a cloud's metadata
        "172.16.0.0/12",  // private (RFC 1918)
        "192.0.0.0/24",  // protocols (RFC 6890 §2.1)
        "192.0.2.0/24",  // documentation (RFC 5737)
        "192.31.196.0/24",  // AS112 (RFC 7535)
        "192.52.193.0/24",  // AMT (RFC 7450)
        "192.88.99.0/24",  // relays of 6to4 (RFC 7526)
        "192.168.0.0/16",  // private (RFC 1918)
        "192.175.48.0/24",  // AS112 (RFC 7534)
        "198.18.0.0/15",  // benchmarks (RFC 2544)
        "198.51.100.0/24",  // documentation (RFC 5737)
        "203.0.113.0/24",  // documentation (RFC 5737)
        "224.0.0.0/4",  // multicast (RFC 5771)
        "240.0.0.0/4",  // reserved (RFC 1112 §4), and broadcast (RFC 919)
    ])

    /// All that has been given out of IPv6 (RFC 4291 §2.4): neither ::1, ::ffff:0:0/96 (mapped), ::/96 (compatible),
    /// ::ffff:0:0:0/96 (SIIT), 64:ff9b:1::/48 (RFC 8215), 100::/64 (discard), fc00::/7 (unique local), fe80::/10
    /// (link-local), fec0::/10 (site-local) nor ff00::/8 (multicast).
    private static let global = blocks(["2000::/3"])

    private static let special = blocks([
        "2001::/23",  // protocols (RFC 2928): Teredo, benchmarks (2001:2::/48), ORCHID and others
        "2001:db8::/32",  // documentation (RFC 3849)
        "2002::/16",  // 6to4 (RFC 3056): carries any IPv4 address
        "2620:4f:8000::/48",  // AS112 (RFC 7534)
        "3fff::/20",  // documentation (RFC 9637)
    ])

    /// The addresses of NAT64 (RFC 6052 §2.1).
    private static let translated = blocks(["64:ff9b::/96"])

    private static func blocks(_ texts: [String]) -> [AddressBlock] {
        texts.map { text in
            guard let block = AddressBlock(text) else { preconditionFailure("\(text) is no block of addresses") }
            return block
        }
    }
}
