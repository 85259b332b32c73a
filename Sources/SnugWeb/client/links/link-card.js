// A link to hand on: as a picture for a camera, to be copied, or shared by the device's own means.
import { copy } from "../ui/clipboard.js";
import { isNear } from "../text/near.js";
import { el, setText } from "../ui/dom.js";
import { words } from "../words/words.js";
import { qrPicture } from "./qr-picture.js";

/// `linkLabel`, `pictureLabel` and `shareLabel` are the words for the link, its picture and the button that shares it;
/// `more` stands beneath the link. Of one that leads nowhere on other devices it warns.
export function linkCard({ url, linkLabel, pictureLabel, shareLabel, more = [] }) {
  const said = el("p", { class: "quiet", role: "status" });
  const link = el("input", {
    class: "input", readonly: true, value: url, dir: "ltr", "aria-label": linkLabel, onfocus: () => link.select(),
  });
  const copying = el("button", {
    type: "button", class: "button",
    async onclick() {
      setText(said, await copy(url) ? words.copied : words.notCopied);
    },
  }, words.copyLink);
  const sharing = navigator.share && el("button", { type: "button", class: "button plain", onclick: () => share(url) }, shareLabel);
  const warning = el("div", { class: "link-warning" });
  if (isNear(url)) import("./near-only.js").then(async ({ nearOnly }) => warning.replaceChildren(await nearOnly()));
  return el("div", { class: "link-card" },
    warning,
    qrPicture(url, pictureLabel) ?? "",
    el("div", { class: "link-side" }, el("div", { class: "link-row" }, link, copying, sharing), said, ...more));
}

/// Someone may well think better of it, or press twice.
async function share(url) {
  try {
    await navigator.share({ url });
  } catch (error) {
    if (!["AbortError", "InvalidStateError"].includes(error.name)) throw error;
  }
}
