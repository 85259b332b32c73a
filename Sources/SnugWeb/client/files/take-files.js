// Files that are dropped or pasted anywhere on the page, which stays where it is.

/// `onFiles(files, folders)`: the files, and the names of the folders among them; `onOver(isOver)`: some are held over
/// the page. A part of the page that takes one for itself is left to it. A text that comes with its picture, as from an
/// office program, is pasted; one without any form is the name of a file that was copied in a Mac's Finder.
export function takeFiles({ onFiles, onOver }) {
  const isText = (types) => types.includes("text/plain") && (types.includes("text/html") || types.includes("text/rtf"));
  const take = (event) => {
    const { types, files, items } = event.dataTransfer ?? event.clipboardData ?? { types: [] };
    const isOver = event.type === "dragover";
    if (!isOver) onOver(false);
    if (event.defaultPrevented || !types.includes("Files") || (event.type === "paste" && isText(types))) return;
    event.preventDefault();
    if (isOver) return onOver(true);
    const folders = [...items].map((item) => item.webkitGetAsEntry?.()).filter((entry) => entry?.isDirectory).map(({ name }) => name);
    onFiles([...files].filter(({ name }) => !folders.includes(name)), folders);
  };
  for (const type of ["dragover", "drop", "paste"]) addEventListener(type, take);
  // Without an element that is come upon next, they have left the page.
  addEventListener("dragleave", ({ relatedTarget }) => relatedTarget || onOver(false));
}
