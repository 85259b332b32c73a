public import NIOCore
import NIOHTTP1
public import SnugChat

/// The way to push services, tried without a push.
public struct PushProbe: Sendable {
    private let hosts: PushHosts
    private let group: any EventLoopGroup

    /// What a service said when it was asked for nothing.
    public enum Reach: Sendable, Hashable {
        /// It answers; `ahead` is by how much its clock is ahead of this machine's, nil where it does not tell.
        case reached(ahead: Duration?)
        case failed(PushFailure)
    }

    /// - Parameter hosts: the services that may be asked.
    public init(hosts: PushHosts, group: any EventLoopGroup) {
        self.hosts = hosts
        self.group = group
    }

    /// Returns the origin of an endpoint, such as `https://push.example.org`; nil for one that nothing is sent to.
    public func origin(of endpoint: String) -> String? { try? Destination(endpoint, among: hosts).origin }

    /// Asks the service at an origin, within ``Limits/pushAnswerWithin``, by the guard that pushes go through.
    public func reach(_ origin: String, at now: Timestamp) async -> Reach {
        let client = GuardedClient(resolver: SystemResolver(group: group), group: group)
        let reach = await ask(origin, by: client, at: now)
        await client.shutDown()
        return reach
    }

    private func ask(_ origin: String, by client: GuardedClient, at now: Timestamp) async -> Reach {
        do {
            let destination = try Destination("\(origin)/", among: hosts)
            let answer = try await within(client.times.answering, PushFailure("\(origin): it says nothing.")) {
                try await client.post([], headers: [:], to: destination)
            }
            return .reached(ahead: answer.date.flatMap { HTTPDate($0) }.map { $0.moment - now })
        } catch let failure as PushFailure {
            return .failed(failure)
        } catch {
            return .failed(PushFailure("\(error)"))
        }
    }
}
