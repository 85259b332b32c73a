import HTTPTypes
import Hummingbird
import NIOCore
import SnugChat

/// A page that stands by itself, in the looks of the web client and without its modules.
struct BarePage: Sendable {
    /// The code of its language (RFC 5646).
    var language: String
    var title: String
    /// What stands below the title, as HTML.
    var content: String

    var html: String {
        """
        <!doctype html>
        <html lang="\(language)">
        <head>
        <meta charset="utf-8">
        <title>\(title.htmlEscaped)</title>
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
        <meta name="color-scheme" content="light dark">
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
        <link rel="stylesheet" href="/assets/app.css">
        </head>
        <body>
        <main class="auth"><div class="auth-card">
        <img class="auth-logo" src="/assets/icon.svg" alt="" width="56" height="56">
        <h1>\(title.htmlEscaped)</h1>
        \(content)
        </div></main>
        </body>
        </html>
        """
    }
}

extension Response {
    /// Serves a page that nobody keeps, in the language that was asked for.
    static func page(_ page: BarePage, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status,
            headers: [.contentType: "text/html; charset=utf-8", .cacheControl: "no-store", .vary: "Accept-Language"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: page.html)))
    }
}
