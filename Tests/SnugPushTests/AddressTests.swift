import Testing

@testable import SnugPush

@Suite("An address") struct AddressTests {
    // Also those of basecamp/once-campfire, test/lib/restricted_http/private_network_guard_test.rb.
    @Test(arguments: [
        "0.0.0.0", "0.255.255.255", "10.0.0.0", "10.255.255.255", "100.64.0.1", "100.127.255.255", "127.0.0.0",
        "127.0.0.1",
        "127.255.255.255", "169.254.0.1", "169.254.169.254", "169.254.255.255", "172.16.0.0", "172.31.255.255",
        "192.0.0.8",
        "192.0.2.1", "192.31.196.1", "192.52.193.1", "192.88.99.1", "192.168.0.0", "192.168.255.255", "192.175.48.1",
        "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1",
        "255.255.255.255",
        "::", "::1", "fd00:ec2::254", "fc00::1", "fe80::1", "fec0::1", "ff02::1", "100::1",
        "::ffff:192.168.1.1", "::ffff:169.254.169.254", "::ffff:93.184.216.34", "::ffff:0:a9fe:a9fe", "::192.168.1.1",
        "::169.254.169.254", "::93.184.216.34", "64:ff9b::a9fe:a9fe", "64:ff9b::a00:5", "64:ff9b::7f00:1",
        "64:ff9b:1::a00:1",
        "64:ff9b:1::808:808", "64:ff9b:1:a00:0:100:808:808", "64:ff9b:1:ffff:ffff:ffff:ffff:ffff", "2002:a9fe:a9fe::",
        "2002:808:808::1", "2001::1", "2001:0:a9fe:a9fe::1", "2001:2::1", "2001:10::1", "2001:20::1", "2001:db8::1",
        "2620:4f:8000::1", "3fff::1", "4000::1", "5f00::1",
    ])
    func `is not public where it may lead inside`(_ text: String) throws {
        #expect(try !#require(IPAddress(text)).isPublic)
    }

    @Test(arguments: [
        "8.8.8.8", "93.184.216.34", "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0",
        "126.255.255.255",
        "128.0.0.0", "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.167.255.255", "192.169.0.0",
        "198.17.255.255", "198.20.0.0", "223.255.255.255",
        "2606:4700:4700::1111", "2a00:1450:4001::1", "2001:200::1", "2001:4860:4860::8888", "2003::1", "3ffe::1",
        "64:ff9b::808:808",
    ])
    func `is public where it is one of the internet`(_ text: String) throws {
        #expect(try #require(IPAddress(text)).isPublic)
    }

    @Test(arguments: [
        "", "localhost", "1.2.3", "0x7f.1", "2130706433", "1.2.3.4 ", "1.2.3.4\0", "fe80::1%eth0", "[::1]", "::g",
    ])
    func `is none where other parsers may guess`(_ text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test func `is this machine's own in two blocks alone`() throws {
        for own in ["127.0.0.1", "127.9.9.9", "::1"] { #expect(try #require(IPAddress(own)).isLoopback) }
        for other in ["128.0.0.1", "::", "::2", "1::1", "::ffff:127.0.0.1"] {
            #expect(try !#require(IPAddress(other)).isLoopback)
        }
    }
}

@Suite("An endpoint") struct DestinationTests {
    private let hosts = PushHosts("\(PushHosts.standard), push.example.org, localhost:8123")

    private func url(_ endpoint: String) -> String? {
        guard let hosts else { return nil }
        return try? Destination(endpoint, among: hosts).url
    }

    @Test(arguments: [
        "https://fcm.googleapis.com/fcm/send/dQw4w9WgXcQ:APA91bH_-x",
        "https://updates.push.services.mozilla.com/wpush/v2/gAAAAABl",
        "https://web.push.apple.com/QGnYYOv_",
        "https://wns2-par02p.notify.windows.com/w/?token=BQYAAAD%2bA%3d%3d",
        "https://push.example.org/",
        "http://localhost:8123/wpush/1",
    ])
    func `of a service that is named is taken as it is`(_ endpoint: String) {
        #expect(url(endpoint) == endpoint)
    }

    @Test func `is put together anew`() {
        #expect(url("https://PUSH.Example.org:443/a") == "https://push.example.org/a")
        #expect(url("https://push.example.org") == "https://push.example.org/")
        #expect(url("https://push.example.org?x=1") == "https://push.example.org/?x=1")
    }

    @Test(arguments: [
        "", "push.example.org/a", "http://push.example.org/a", "HTTPS://push.example.org/a", "ftp://push.example.org/a",
        "https://push.example.org:8443/a", "https://push.example.org:/a", "https://push.example.org:0443/a",
        "https://other.example.org/a", "https://push.example.org.evil.example/a", "https://notify.windows.com/a",
        "https://evilpush.apple.com.example.org/", "https://xpush.apple.com/", "https://push.example.org./a",
        "https://fcm.googleapis.com@127.0.0.1/a", "https://127.0.0.1/a", "https://[::1]/a",
        "https://user@push.example.org/",
        "https://push.example.org\\@127.0.0.1/a", "https://push.example.org#@127.0.0.1/",
        "https://push.example.org/a#b",
        "https://push.example.org/a b", "https://push.example.org/a\r\nHost: x", "https://push.example.org/é",
        "https:///a", "https://", "http://localhost:8124/a", "http://localhost/a", "https://localhost:8123/a",
        "http://127.0.0.1:8123/a", "http://user@localhost:8123/a",
    ])
    func `of any other place is refused`(_ endpoint: String) {
        #expect(url(endpoint) == nil)
    }

    @Test func `has a bounded length`() {
        let path = String(repeating: "a", count: 1_024 - "https://push.example.org/".utf8.count)
        #expect(url("https://push.example.org/\(path)") != nil)
        #expect(url("https://push.example.org/\(path)a") == nil)
    }

    @Test func `names its origin without the usual port`() throws {
        let hosts = try #require(hosts)
        #expect(try Destination("https://push.example.org:443/a", among: hosts).origin == "https://push.example.org")
        #expect(try Destination("http://localhost:8123/a", among: hosts).origin == "http://localhost:8123")
    }

    @Test(arguments: [
        "*", "*.", "*.com:443", "push.example.org:443", "10.0.0.1", "localhost", "push", "192.168.1.1:80",
        "localhost:99999",
        "a b.example.org", "push.example.org,,x.example.org", "https://push.example.org",
    ])
    func `is not allowed by a list that says nothing clear`(_ list: String) {
        #expect(PushHosts(list) == nil)
    }
}
