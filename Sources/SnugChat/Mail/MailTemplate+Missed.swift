/// The mail about what somebody has missed.
extension MailTemplate {
    /// Returns the mail that tells somebody that they were spoken to: by whom and where, and none of the words.
    ///
    /// Names are of others, so that they stand in its text alone, not in its headers.
    /// - Parameters:
    ///   - isNaming: false to name neither who spoke nor the room.
    ///   - off: the address that switches these mails off.
    static func missed(
        _ news: MissedNews, _ user: User, isNaming: Bool, off: String, site: Policy, in language: Language
    ) -> MailTemplate {
        let name = site.siteName
        let lead = isNaming ? lead(of: news, at: name, in: language) : namelessLead(of: news, at: name, in: language)
        var paragraphs = [Paragraph.words(lead)]
        if news.isMore {
            paragraphs.append(
                .words(language("There is more for you besides.", de: "Daneben gibt es noch mehr für dich.")))
        }
        paragraphs += [
            .link("\(site.siteURL)/#/room/\(news.message.room)"),
            .small(
                language(
                    "What was said stands there, and not in this mail. The next one comes once you have read "
                        + "something there, at the earliest.",
                    de: "Was gesagt wurde, steht dort und nicht in dieser Mail. Die nächste kommt frühestens, wenn du "
                        + "dort wieder etwas gelesen hast.")),
            .offer(language("No more mails like this", de: "Keine solchen Mails mehr"), off),
        ]
        var template = notice(
            subject: news.isMore
                ? language("Messages for you at \(name)", de: "Nachrichten für dich bei \(name)")
                : language("A message for you at \(name)", de: "Eine Nachricht für dich bei \(name)"),
            to: user,
            paragraphs: paragraphs,
            site: site,
            in: language)
        template.mail.unsubscribeURL = off
        template.mail.missed = news.message
        return template
    }

    private static func lead(of news: MissedNews, at site: String, in language: Language) -> String {
        let author = language.quoted(news.author.name)
        if news.summary.room.kind == .direct {
            return language(
                "\(author) wrote to you at \(site), and you have not read it yet.",
                de: "\(author) hat dir bei \(site) geschrieben, und du hast es noch nicht gelesen.")
        }
        let room = language.quoted(news.summary.room.name)
        return language(
            "\(author) called you in \(room) at \(site), and you have not read it yet.",
            de: "\(author) hat dich bei \(site) in \(room) angesprochen, und du hast es noch nicht gelesen.")
    }

    private static func namelessLead(of news: MissedNews, at site: String, in language: Language) -> String {
        news.summary.room.kind == .direct
            ? language(
                "Somebody wrote to you at \(site), and you have not read it yet.",
                de: "Jemand hat dir bei \(site) geschrieben, und du hast es noch nicht gelesen.")
            : language(
                "Somebody called you at \(site), and you have not read it yet.",
                de: "Jemand hat dich bei \(site) angesprochen, und du hast es noch nicht gelesen.")
    }
}
