// The words of files that are picked and sent, in English.
import { called } from "../../text/called.js";
import { counter } from "../../text/counting.js";

const count = counter("en");

export const words = {
  // The tray
  tray: "Files to send",
  filesChosen: (n) => `${count(n, "file", "files")} to send`,
  fileCount: (n) => count(n, "file", "files"),
  removeFile: (name) => `Remove ${called(name)}`,
  preparing: "Preparing…",
  sentWhenReady: "Sent as soon as all is ready.",
  describe: "Describe",
  described: "Change description",
  describeFile: (name) => `Describe ${called(name)}`,
  redescribeFile: (name) => `Change description of ${called(name)}`,
  describeTitle: "Describe the picture",
  description: "What is to be seen",
  descriptionHint: "For those who cannot see it. Whoever opens the picture reads it below.",
  originalQuality: (size) => `Original quality, ${size}`,
  originalOf: (what, name) => `${what}: ${called(name)}`,
  fileLimit: (max) => `Up to ${max} a file`,
  spaceLeft: (left) => `${left} left for your files`,

  // Files that cannot be sent
  noUploads: "This server takes no files.",
  tooManyFiles: (max, left) => `One message takes ${max} files: ${left} ${left === 1 ? "was" : "were"} left out.`,
  folderNotTaken: (name) => `${called(name)} is a folder. Choose the files that are in it.`,
  fileEmpty: (name) => `${called(name)} is empty.`,
  fileTooLarge: (name, size, max) => `${called(name)} has ${size}. This server takes up to ${max} a file.`,
  fileTooMuch: (name, size, left) => `${called(name)} has ${size}, and you have ${left} left for your files. Messages of yours that you delete make room.`,
  fileUnreadable: (name) => `${called(name)} cannot be read.`,

  // On the way
  filesNotKept: "These files are too much for your browser to keep. They are sent while this page stays open.",
  uploading: (name, percent) => `${called(name)}: ${percent} % sent`,
  fileNotSent: (name, why) => `${called(name)}: ${why}`,
  uploadFailed: "It could not be uploaded. Check your connection and try again.",
  fileGone: "It is not on this device any more. Delete the message and choose the file again.",
};
