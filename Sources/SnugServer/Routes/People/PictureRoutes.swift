import HTTPTypes
import Hummingbird
import NIOCore
import SnugChat

/// Pictures of people: one's own, and everyone's to look at.
struct PictureRoutes: RouteGroup {
    static let tag = OperationTag.people
    let dependencies: RouteDependencies

    var operations: [Operation] { [setPicture, removePicture, removePictureOfUser, getPicture] }

    private static let mediaTypes = Picture.MediaType.allCases.map(\.rawValue)

    var setPicture: Operation {
        Operation(
            .put, "/api/v1/me/picture", "Gives the caller a picture.",
            """
            The body is the file itself; its format is known by its first bytes. Each side has \
            \(Limits.pictureSideMin) to \(Limits.pictureSideMax) pixels, and it stands still. What a camera wrote into \
            it, the place and the way up too, is taken out. Everyone whom they share a room with hears `user`.
            """,
            file: FileBody(mediaTypes: Self.mediaTypes, bytesMax: Limits.pictureBytesMax),
            answers: [.ok("The person, with the picture's address.", .user)],
            errors: [.unsupportedPicture, .invalid],
            handler: set)
    }

    private func set(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let file = try await request.bytes(max: Limits.pictureBytesMax)
        return answer(try await dependencies.chat.setPicture(file, of: caller), to: caller)
    }

    var removePicture: Operation {
        Operation(
            .delete, "/api/v1/me/picture", "Takes the caller's picture away.",
            "Everyone whom they share a room with hears `user`. The same again changes nothing.",
            answers: [.ok("The person without a picture.", .user)],
            handler: remove)
    }

    private func remove(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        return answer(try await dependencies.chat.removePicture(of: caller), to: caller)
    }

    var removePictureOfUser: Operation {
        Operation(
            .delete, "/api/v1/users/{user}/picture", "Takes somebody's picture away.",
            "An owner's takes an owner. It is noted in the audit trail. The same again changes nothing.",
            caller: .administrator,
            parameters: [.user],
            answers: [.done("They have no picture.")],
            errors: [.notFound],
            handler: removeOther)
    }

    private func removeOther(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.administrator(of: request)
        try await dependencies.chat.removePicture(
            of: try context.id("user", .user), by: caller, from: dependencies.device(of: request, context))
        return .done()
    }

    var getPicture: Operation {
        Operation(
            .get, "/api/v1/users/{user}/picture/{tag}", "Returns a person's picture.",
            """
            At the address that `picture_url` has; it never changes there, but may be taken away: it is kept for \
            \(Limits.pictureKeptFor.seconds / 3_600) hours. `If-None-Match` with its `ETag` is answered by 304.
            """,
            parameters: [
                .user, .path("tag", .string, "The picture's own name.", example: "0123456789abcdef"),
            ],
            answers: [
                Operation.Answer(
                    status: .ok, description: "The picture, as its `Content-Type` says.",
                    files: Self.mediaTypes, headers: [.entityTag]),
                Operation.Answer(
                    status: .notModified, description: "The client has it already.", headers: [.entityTag]),
            ],
            errors: [.notFound],
            handler: show)
    }

    private func show(_ request: Request, _ context: SnugContext) async throws -> Response {
        let caller = try await dependencies.caller(of: request)
        let (user, tag): (User.ID, String) = (try context.id("user", .user), context.text("tag") ?? "")
        let name = "\"\(tag)\""
        let headers: HTTPFields = [
            .eTag: name, .cacheControl: "private, max-age=\(Limits.pictureKeptFor.seconds)",
            // Opened by itself it is no page of this site.
            .contentSecurityPolicy: "default-src 'none'; sandbox",
        ]
        if request.headers[values: .ifNoneMatch].contains(where: { EntityTags($0).name(name) }),
            try await dependencies.chat.hasPicture(user, tag: tag, for: caller)
        {
            return Response(status: .notModified, headers: headers)
        }
        let picture = try await dependencies.chat.picture(of: user, tag: tag, for: caller)
        var response = Response(
            status: .ok, headers: headers, body: ResponseBody(ByteBuffer(bytes: picture.bytes), on: context.eventLoop))
        response.headers[.contentType] = picture.type.rawValue
        return response
    }

    private func answer(_ user: User, to caller: Caller) -> Response {
        let isOnline = dependencies.hub.isOnline(user.id)
        return .json(
            JSONWriter.bytes { $0.user(user, withEmail: caller.role.isAdministrator, isOnline: isOnline) })
    }
}
