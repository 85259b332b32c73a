/// A device in words, from what its `User-Agent` says (RFC 9110 §10.1.5).
public enum DeviceName {
    /// Returns a device's name: `Firefox on Windows`.
    ///
    /// It is the first product's name where the browser is unknown, and `Unknown device` without one.
    public static func words(for userAgent: String) -> String {
        let browser = browsers.first { userAgent.contains($0.mark) }?.name
        let system = systems.first { userAgent.contains($0.mark) }?.name
        switch (browser, system) {
        case (let browser?, let system?): return "\(browser) on \(system)"
        case (let name?, nil), (nil, let name?): return name
        case (nil, nil):
            let product = userAgent.prefix { $0 != "/" && $0 != " " && $0 != "(" }
            return product.isEmpty || String(product).hasControlCharacter
                ? "Unknown device" : String(product.prefix(40))
        }
    }

    /// The marks of browsers, in the order in which they are looked for: browsers claim to be each other, and those
    /// that claim the most come first.
    private static let browsers: [(mark: String, name: String)] = [
        ("Edg/", "Edge"), ("EdgA/", "Edge"), ("EdgiOS/", "Edge"), ("OPR/", "Opera"),
        ("SamsungBrowser/", "Samsung Internet"),
        ("Vivaldi/", "Vivaldi"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"),
        ("HeadlessChrome/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"), ("Dart/", "Flutter app"),
    ]

    private static let systems: [(mark: String, name: String)] = [
        ("Windows", "Windows"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("CrOS", "ChromeOS"),
        ("Mac OS X", "Mac"), ("Macintosh", "Mac"), ("Linux", "Linux"),
    ]
}
