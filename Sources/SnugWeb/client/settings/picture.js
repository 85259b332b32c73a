// One's picture: picked, dropped or taken with the camera, cut square, shown, removed.
import { account } from "../calls/account.js";
import { personAvatar } from "../ui/avatar.js";
import { el, setText, show } from "../ui/dom.js";
import { act } from "../ui/form.js";
import { isTouch } from "../ui/touch.js";
import { words } from "../words/words.js";
import { showCrop } from "./crop-dialog.js";
import { pictureIn } from "./picture-file.js";

export function pictureParts({ chat, toast }) {
  const preview = el("div", { class: "own-picture" });
  const failed = el("p", { class: "form-error", role: "alert", hidden: true });
  const remove = el("button", {
    type: "button", class: "button plain", onclick: () => act(remove, takeAway, ({ message }) => toast.say(message)),
  }, words.removeOwnPicture);
  const picked = (capture) => el("input", { type: "file", class: "visually-hidden", accept: "image/*", tabindex: "-1", "aria-hidden": "true", capture, onchange: (event) => {
    const [file] = event.target.files;
    event.target.value = "";
    if (file) take(file);
  } });
  const file = picked(false);
  const camera = picked("user");
  const root = el("div", { class: "picture-field", ondragover: drag, ondragleave: leave, ondrop: drop },
    preview,
    el("div", { class: "grow" },
      el("div", { class: "acts" },
        el("button", { type: "button", class: "button plain", onclick: () => file.click() }, words.choosePicture),
        isTouch() && el("button", { type: "button", class: "button plain", onclick: () => camera.click() }, words.photograph),
        remove),
      el("p", { class: "field-note" }, !isTouch() && `${words.dropPicture} `, words.pictureHint)),
    file, camera);

  async function take(chosen) {
    show(failed, false);
    const picture = await pictureIn(chosen);
    if (picture === null) {
      setText(failed, words.noPicture);
      return show(failed, true);
    }
    showCrop({
      picture,
      async onTaken(blob) {
        learn(await account.setPicture(blob));
        toast.say(words.pictureKept);
      },
    });
  }

  async function takeAway() {
    learn(await account.removePicture());
    toast.say(words.pictureGone);
    root.querySelector(".button").focus();
  }

  function learn({ picture_url: url }) {
    chat.meChanged({ ...chat.me, picture_url: url ?? undefined });
    render();
  }

  function drag(event) {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    root.classList.add("dropping");
  }

  function leave() {
    root.classList.remove("dropping");
  }

  function drop(event) {
    leave();
    const [dropped] = event.dataTransfer.files;
    if (!dropped) return;
    event.preventDefault();
    take(dropped);
  }

  function render() {
    const { id, name, picture_url: url } = chat.me;
    const avatar = personAvatar(id, name, { picture: url });
    if (!preview.firstChild?.isEqualNode(avatar)) preview.replaceChildren(avatar);
    show(remove, Boolean(url));
  }

  render();
  return { parts: [root, failed], render };
}
