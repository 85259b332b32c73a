// The ways from one page before the door to another.
import { el } from "../ui/dom.js";
import { words } from "../words/words.js";

export const otherWay = (question, label, href) =>
  el("p", { class: "other-way" }, question && `${question} `, el("a", { href }, label));

export const toSignIn = (question = "") => otherWay(question, words.toSignIn, "/#/");
