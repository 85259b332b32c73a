// Files that are dropped or pasted: the page stays where it is, and says that it takes none yet.

/// `onRefused()`: there was one. What a part of the page takes for itself is left to it, and a text that comes with its
/// picture is pasted.
export function refuseFiles(onRefused) {
  const refuse = (event) => {
    const { types } = event.dataTransfer ?? event.clipboardData ?? { types: [] };
    if (event.defaultPrevented || !types.includes("Files") || (event.type === "paste" && types.includes("text/plain"))) return;
    event.preventDefault();
    if (event.type !== "dragover") onRefused();
  };
  for (const type of ["dragover", "drop", "paste"]) addEventListener(type, refuse);
}
