// A link to hand on: as a picture for a camera, to be copied, or shared by the device's own means.
import { copy } from "../ui/clipboard.js";
import { isNear } from "../text/near.js";
import { el, setText, show } from "../ui/dom.js";
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
  const card = el("div", { class: "link-card" },
    qrPicture(url, pictureLabel) ?? "",
    el("div", { class: "link-side" }, el("div", { class: "link-row" }, link, copying, sharing), said, ...more));
  if (isNear(url)) warn(card);
  return card;
}

/// The card is shown with its warning, so that none moves the picture away from a camera or a button from a finger.
async function warn(card) {
  show(card, false);
  try {
    const { nearOnly } = await import("./near-only.js");
    card.prepend(await nearOnly());
  } finally {
    show(card, true);
  }
}

/// Someone may well think better of it, or press twice.
async function share(url) {
  try {
    await navigator.share({ url });
  } catch (error) {
    if (!["AbortError", "InvalidStateError"].includes(error.name)) throw error;
  }
}
