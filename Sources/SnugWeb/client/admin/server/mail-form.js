// The form that sets mail up: what is typed is tried with a mail before it is kept.
import { administration } from "../../calls/administration.js";
import { recentSignIn } from "../../calls/recent-sign-in.js";
import { radioField } from "../../choices/radio-field.js";
import { el } from "../../ui/dom.js";
import { field, form } from "../../ui/form.js";
import { words } from "../../words/words.js";
import { mailHint, relayWords } from "./mail-hint.js";

const ports = { starttls: "587", implicit: "465", none: "25" };
const secret = "smtp.password";

/// `onKept(settings)` gets all settings as they are then.
export function mailForm(settings, { me, onSignInAgain, onKept }) {
  const isOwner = me.role === "owner";
  const setting = (key) => settings.find((each) => each.key === key);
  const isSet = setting(secret).origin !== "unset";

  function text(key, label, hint, more = {}) {
    const { value, writable: isWritable } = setting(key);
    return field({
      label, hint: originOf(setting(key), isOwner) ?? hint, name: key, value: value ?? "", disabled: !isWritable,
      autocomplete: "off", autocapitalize: "none", spellcheck: "false", required: false, ...more,
    });
  }

  const host = text("smtp.host", words.mailHost, words.mailHostHint, { inputmode: "url", placeholder: "smtp.example.org" });
  const encryption = radioField({
    label: words.mailEncryption, name: "smtp.tls", value: setting("smtp.tls").value ?? "starttls",
    options: Object.keys(ports).map((tls) => [tls, ...words.mailEncryptions[tls]]),
  });
  encryption.root.disabled = !setting("smtp.tls").writable;
  const port = text("smtp.port", words.mailPort, words.mailPortHint, { inputmode: "numeric" });
  const user = text("smtp.username", words.mailUser, words.mailUserHint);
  const password = text(secret, words.mailPassword, isSet ? words.mailPasswordKept : words.mailPasswordHint, {
    type: "password", autocomplete: "new-password", value: "",
  });
  const from = text("mail.from", words.mailFrom, words.mailFromHint, { placeholder: `snug@${location.hostname}` });
  const inputs = [host, encryption, port, user, password, from];
  const relay = [host, encryption, port];
  const { notice, guard } = recentSignIn({ because: words.helpTooLate, onSignInAgain });
  const proposePort = () => { port.input.placeholder = ports[encryption.input.value]; };
  encryption.root.addEventListener("change", proposePort);
  proposePort();

  /// The values that are not as they are held.
  function changes() {
    const changed = {};
    for (const { name, input } of inputs.filter(({ name: key }) => setting(key).writable)) {
      const isSecret = name === secret;
      const typed = isSecret ? input.value : input.value.trim();
      if (isSecret ? typed !== "" : typed !== (setting(name).value ?? setting(name).default ?? "")) changed[name] = typed || null;
    }
    // Another relay is not told the password that is kept; its user name is told with the one that is typed.
    if (relay.some(({ name }) => name in changed) && changed[secret] && setting(user.name).writable) changed[user.name] ??= user.input.value.trim() || null;
    // Nobody signs in without a name.
    if (changed["smtp.username"] === null && setting(secret).origin === "database") changed[secret] ??= null;
    return changed;
  }

  /// The values, where no password that is kept would have to be told to another relay.
  function checkedChanges() {
    const changed = changes();
    const isTold = setting(secret).origin === "database" && user.input.value.trim() !== "" && !changed[secret];
    if (isTold && relay.some(({ name }) => name in changed)) {
      throw Object.assign(new Error(words.mailFieldsWrong), { errors: [{ field: secret, message: words.mailPasswordAnew }] });
    }
    return changed;
  }

  const result = el("div", { class: "mail-result", role: "status" });
  const test = form({
    inputs: [], submit: words.sendTestMail, submitting: words.sendingTestMail,
    async onSubmit() {
      result.replaceChildren();
      try {
        const tried = checkedChanges();
        const isTrial = Object.keys(tried).length > 0;
        await guard(async () => {
          const { sent_to: email, relay: taker } = await administration.sendTestMail(isTrial ? tried : undefined);
          result.replaceChildren(el("div", { class: "notice good" },
            el("p", {}, el("strong", {}, taker ? words.testMailSent(email, taker) : words.testMailPrinted)),
            taker && el("p", {}, isTrial ? words.testMailThenKeep : words.testMailThenLook)));
        });
      } catch (problem) {
        if (problem.code !== "mail_not_taken") throw besideTheirFields(problem);
        result.replaceChildren(el("div", { class: "form-error" },
          el("p", {}, el("strong", {}, words.mailHints[mailHint(problem.message)])),
          el("p", {}, words.relaySaid, " ", el("bdi", { lang: "en" }, relayWords(problem.message)))));
      } finally {
        result.scrollIntoView({ block: "nearest" });
      }
    },
  });
  const keep = form({
    inputs, submit: words.save, submitting: words.saving,
    onSubmit: async () => onKept((await administration.changeSettings(checkedChanges())).settings),
  });

  function besideTheirFields(problem) {
    if (!problem.errors?.some(({ field: name }) => inputs.some((input) => input.name === name))) return problem;
    keep.showProblem(problem);
    return Object.assign(problem, { message: words.mailFieldsWrong });
  }

  // One form has both buttons: what is typed in it is tried by the one and kept by the other.
  const [testButton, keepButton] = [test, keep].map(({ root }) => root.querySelector(".button.wide"));
  testButton.classList.add("plain");
  testButton.setAttribute("type", "button");
  testButton.addEventListener("click", test.send);
  const acts = el("div", { class: "acts" });
  keepButton.replaceWith(test.root.querySelector(".form-error"), acts, result, el("p", { class: "quiet" }, words.testMailLead(me.email)));
  acts.before(notice);
  acts.append(testButton);
  if (isOwner) acts.append(keepButton);
  return keep.root;
}

/// The place that decides it, if that is not this page.
function originOf({ writable: isWritable, origin, place }, isOwner) {
  if (isWritable) return null;
  if (place !== null) return words.settingOrigins[origin](place);
  return isOwner ? words.changedAtServer : null;
}
