// Files that are dropped or pasted anywhere on the page, which stays where it is.

/// `onFiles(files, folders)`: the files, and the names of the folders among them; `onOver(isOver)`: some are held over
/// the page. A part of the page that takes one for itself is left to it, and a text that comes with its picture is
/// pasted.
export function takeFiles({ onFiles, onOver }) {
  const take = (event) => {
    const { types, files, items } = event.dataTransfer ?? event.clipboardData ?? { types: [] };
    const isOver = event.type === "dragover";
    if (!isOver) onOver(false);
    if (event.defaultPrevented || !types.includes("Files") || (event.type === "paste" && types.includes("text/plain"))) return;
    event.preventDefault();
    if (isOver) return onOver(true);
    const folders = [...items].map((item) => item.webkitGetAsEntry?.()).filter((entry) => entry?.isDirectory).map(({ name }) => name);
    onFiles([...files].filter(({ name }) => !folders.includes(name)), folders);
  };
  for (const type of ["dragover", "drop", "paste"]) addEventListener(type, take);
  // Without an element that is come upon next, they have left the page.
  addEventListener("dragleave", ({ relatedTarget }) => relatedTarget || onOver(false));
}
