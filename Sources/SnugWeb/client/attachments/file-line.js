// A file in a line: its kind, its name, its size, and a press that downloads it.
import { isThere } from "../calls/files.js";
import { addressOf, kindOf } from "../text/file-kind.js";
import { bdi, el } from "../ui/dom.js";
import { words } from "../words/words.js";
import { fileSign } from "./file-signs.js";
import { sizeOf } from "./loading.js";

const endingMax = 5;

/// "PDF": the end of a name.
export function endingOf(name) {
  const [, ending] = name.match(/[^.]\.([\p{L}\p{N}]+)$/u) ?? [];
  return ending && ending.length <= endingMax ? ending.toUpperCase() : null;
}

/// `toast` says why a download does not come; without one, or an address, there is none.
export function fileLine(file, toast = null) {
  const address = toast && addressOf(file.url);
  const facts = [endingOf(file.name), sizeOf(file)].filter(Boolean).join(" · ");
  const content = [
    fileSign(kindOf(file)),
    el("span", { class: "grow" }, bdi(file.name, "file-name ellipsis"), el("span", { class: "file-facts" }, facts)),
  ];
  if (!address) return el("span", { class: "file-line" }, ...content);
  return el("a", {
    class: "file-line", href: address, download: file.name, "aria-label": words.downloadFile(file.name, facts), title: file.alt ?? file.name,
    onclick: (event) => download(event, toast),
  }, ...content, fileSign("download"));
}

/// A browser would keep the server's refusal under the file's name: it is asked first.
export async function download(event, toast) {
  const { currentTarget: link } = event;
  if (link.dataset.isThere) return delete link.dataset.isThere;
  event.preventDefault();
  if (link.ariaBusy === "true") return;
  link.ariaBusy = "true";
  try {
    if (!await isThere(link.href)) return toast.say(words.fileMissing);
    link.dataset.isThere = "yes";
    link.click();
  } catch {
    toast.say(words.unreachable);
  } finally {
    link.ariaBusy = "false";
  }
}
