import HTTPTypes
import Hummingbird
import SnugChat

/// Push subscriptions: the browsers that the caller is told of messages in while no page is open.
struct PushRoutes: RouteGroup {
    static let tag = OperationTag.push
    let dependencies: RouteDependencies

    var operations: [Operation] { [listPushSubscriptions, subscribeToPushes, endPushSubscription, testPush] }

    var listPushSubscriptions: Operation {
        Operation(
            .get, "/api/v1/me/push", "Lists the caller's push subscriptions.",
            """
            Those of all their devices. `reason` is why the last push was not taken, null once one was since; that one \
            was taken says nothing of its arrival. `ended` is true where another session has ended that of the one that \
            asks, until it subscribes anew: its browser stays without pushes.
            """,
            answers: [
                .ok(
                    "The subscriptions.",
                    .object([
                        "subscriptions": .list(of: .pushSubscription, countMax: Limits.pushSubscriptionsPerUserMax),
                        "ended": .bool,
                    ]))
            ],
            handler: list)
    }

    private func list(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let subscriptions = try await dependencies.chat.pushSubscriptions(of: caller)
        let areEnded = try await dependencies.chat.arePushesEnded(elsewhere: caller)
        return .json { json in
            json.array("subscriptions", subscriptions) { json, subscription in
                json.pushSubscription(subscription, isCurrent: subscription.sessionID == caller.sessionID)
            }
            json.member("ended", areEnded)
        }
    }

    private struct New: RequestBody {
        struct Keys: Decodable, Sendable {
            var p256dh: String
            var auth: String
        }

        var endpoint: String
        var keys: Keys

        static let schema: Schema = .body([
            "endpoint": .text(characters: 1...Limits.pushEndpointBytesMax).described(
                "The push service's URL: https on port 443 of a host of the setting `push-hosts`."),
            "keys": .object(["p256dh": .base64URL, "auth": .base64URL]).described(
                "As a browser's `PushSubscription.toJSON()` has them (RFC 8291 §2)."),
        ])
        static let example: JSONValue = [
            "endpoint": "https://updates.push.services.mozilla.com/wpush/v2/gAAAAABk",
            "keys": [
                "p256dh":
                    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
                "auth": "BTBZMqHH6r4Tts7J_aSIgg",
            ],
        ]
    }

    var subscribeToPushes: Operation {
        Operation(
            .post, "/api/v1/me/push", "Subscribes the caller's browser to pushes.",
            """
            The subscription belongs to the session that asks, and ends with it. The same endpoint again is 200, with its \
            new keys; another account's endpoint moves to the caller. Of a person's subscriptions the newest \
            \(Limits.pushSubscriptionsPerUserMax) stay.
            """,
            body: New.self,
            answers: [
                .created("The subscription.", .pushSubscription),
                .ok("The subscription, which was there before.", .pushSubscription),
            ],
            errors: [.pushHost, .pushOff],
            handler: subscribe)
    }

    private func subscribe(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let new = try await request.decode(New.self)
        let (subscription, isNew) = try await dependencies.chat.subscribeToPushes(
            at: new.endpoint, p256dh: new.keys.p256dh, auth: new.keys.auth, by: caller,
            from: dependencies.device(of: request, context))
        return .json(status: isNew ? .created : .ok) { json in
            json.pushSubscriptionMembers(of: subscription, isCurrent: subscription.sessionID == caller.sessionID)
        }
    }

    var endPushSubscription: Operation {
        Operation(
            .delete, "/api/v1/me/push/{subscription}", "Ends one push subscription of the caller.",
            parameters: [.path("subscription", .id, "The subscription's id.")],
            answers: [.done("Nothing is pushed there any more.")],
            errors: [.notFound],
            handler: end)
    }

    private func end(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        try await dependencies.chat.endPushSubscription(
            try context.id("subscription", .pushSubscription), of: caller)
        return .done()
    }

    var testPush: Operation {
        Operation(
            .post, "/api/v1/me/push/{subscription}/test", "Pushes a test to one browser of the caller.",
            "It is queued; what became of it is told by `GET /me/push`. It counts as an act.",
            parameters: [.path("subscription", .id, "The subscription's id.")],
            answers: [.accepted("It is on its way.", .pushSubscription)],
            errors: [.notFound, .pushOff],
            handler: test)
    }

    private func test(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let subscription = try await dependencies.chat.testPush(
            to: try context.id("subscription", .pushSubscription), of: caller)
        return .json(status: .accepted) { json in
            json.pushSubscriptionMembers(of: subscription, isCurrent: subscription.sessionID == caller.sessionID)
        }
    }
}

extension Schema {
    static let pushSubscription: Schema = .component(
        "PushSubscription",
        .object([
            "id": .id, "device": .string, "current": .bool.described("True where it is of the session that asks."),
            "created_at": .time, "accepted_at": .time.orNull.described("When its service last took a push."),
            "failed_at": .time.orNull.described("When its service last did not; null once it has since."),
            "reason": .string.orNull.described("The service's words, or the server's own."),
        ]))
}

extension JSONWriter {
    fileprivate mutating func pushSubscription(_ subscription: PushSubscription, isCurrent: Bool) {
        object { $0.pushSubscriptionMembers(of: subscription, isCurrent: isCurrent) }
    }

    fileprivate mutating func pushSubscriptionMembers(of subscription: PushSubscription, isCurrent: Bool) {
        member("id", subscription.id.rawValue)
        member("device", subscription.device)
        member("current", isCurrent)
        member("created_at", subscription.createdAt)
        member("accepted_at", subscription.acceptedAt)
        member("failed_at", subscription.failure?.time)
        if let failure = subscription.failure { member("reason", failure.reason.words) } else { null("reason") }
    }
}
