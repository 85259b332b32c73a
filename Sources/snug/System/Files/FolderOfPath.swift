import Foundation

extension String {
    /// The path of the folder in which a path's last name stands; of `/`, itself.
    var folderOfPath: String { URL(fileURLWithPath: self).deletingLastPathComponent().path }

    /// This path, or the nearest folder above it that is there.
    var nearestThere: String {
        var place = self
        while place != "/", !FileManager.default.fileExists(atPath: place) { place = place.folderOfPath }
        return place
    }
}
