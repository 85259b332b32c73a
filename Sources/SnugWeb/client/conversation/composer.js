// The field in which messages are written, answered and edited.
import { completed, tokenAt } from "../text/completion.js";
import { isComposing } from "../text/composing.js";
import { withoutControls } from "../text/text.js";
import { el, icon, setText, show } from "../ui/dom.js";
import { isTouch } from "../ui/touch.js";
import { words } from "../words/words.js";

/// The server's bound for one message (UTF-8).
const contentBytesMax = 16_384;
/// In a room of two, calling everyone is calling one.
const everyoneAsksFrom = 3;

/// A press on a button must not take the keyboard of a phone away.
const keepKeyboard = (event) => event.preventDefault();

const tool = (label, content, onclick, className = "") => el("button", {
  type: "button", class: `composer-tool ${className}`, "aria-label": label, title: label, onclick, onpointerdown: keepKeyboard,
}, content);

const callsEveryone = (text) => /(?:^|\s)@room(?![\p{L}\p{N}])/u.test(text);

export class Composer {
  #drafts;
  #roomId;
  #options;
  #input;
  #button;
  #clip;
  /// The list to complete from, once there was something to complete.
  #list = null;
  #token = null;
  #isSaving = false;
  #picker = el("input", { type: "file", multiple: true, hidden: true, onchange: () => this.#picked() });
  #box;
  /// It was sent while its files were being made ready.
  #isAwaited = false;
  /// The text of which it was asked if everyone is meant.
  #asked = null;
  #note = el("div", { class: "composer-note", role: "alert", hidden: true });
  #contextTitle = el("span", { class: "context-title" });
  #contextText = el("bdi", { class: "ellipsis quiet" });
  #context;

  /// `drafts` outlives the view. `options`: `label`, `onPost(content, replyTo, files)` and `onEdit(seq, content)`, of
  /// promises; `onEditLast()`, `onType()`, `announce(sentence)`, `peopleCount()`, `quoted(seq)` (`{author, text}`),
  /// `hasFiles(seq)`, `takesFiles()`; `suggest(token)` and `makeTray()`, promises of `[{replacement, nodes}]` and of
  /// a tray.
  constructor({ drafts, roomId, ...options }) {
    this.#drafts = drafts;
    this.#roomId = roomId;
    this.#options = options;
    this.#input = el("textarea", {
      class: "composer-input", rows: "1", dir: "auto", "aria-label": options.label, placeholder: words.composerHint,
      "aria-autocomplete": "list", "aria-haspopup": "listbox", enterkeyhint: isTouch() ? "enter" : "send",
      oninput: () => this.#typed(),
      onkeydown: (event) => this.#keyed(event),
      onblur: () => this.#list?.hide(),
    });
    this.#button = el("button", { class: "send-button" }, icon("send"));
    this.#button.addEventListener("pointerdown", keepKeyboard);
    this.#context = el("div", { class: "composer-context", hidden: true },
      el("span", { class: "two-lines grow" }, this.#contextTitle, this.#contextText),
      el("button", {
        type: "button", class: "icon-button", "aria-label": words.cancel, title: words.cancel, onclick: () => this.#cancel(),
      }, icon("close")));
    this.root = el("form", {
      class: "composer",
      onsubmit: (event) => {
        event.preventDefault();
        this.#submit();
      },
    }, this.#note, this.#box = el("div", { class: "composer-box" },
      this.#context, el("div", { class: "composer-row" },
        this.#picker,
        this.#clip = tool(words.attach, icon("clip"), () => this.#picker.click()),
        this.#input,
        tool(words.emoji, icon("smile"), async ({ currentTarget }) =>
          (await import("../message/pick-emoji.js")).pickEmoji(currentTarget, (emoji) => this.#insert(emoji))),
        tool(words.mention, "@", () => this.#insert("@"), "call-tool"),
        this.#button)));
    this.#input.value = this.#draft.text;
    if (this.#tray) this.#showTray();
    this.#lookAtFiles();
  }

  /// Takes files up for the next message; `folders` are the names of those that came with them.
  async takeFiles(files, folders) {
    if (this.#draft.edit) this.#cancel();
    show(this.#note, false);
    await this.#needTray();
    await this.#tray.add(files, folders);
  }

  /// Takes up the draft's files, which an earlier page or another tab may have chosen.
  async #lookAtFiles() {
    if (!this.#tray && !this.#draft.files.length) return;
    await this.#needTray();
    this.#tray.look();
  }

  async #needTray() {
    if (this.#tray) return;
    const tray = await this.#options.makeTray();
    if (!this.#tray) this.#drafts.trays.set(this.#roomId, tray);
    this.#showTray();
  }

  #picked() {
    const files = [...this.#picker.files];
    this.#picker.value = "";
    if (!isTouch()) this.#input.focus({ preventScroll: true });
    this.takeFiles(files);
  }

  get #tray() {
    return this.#drafts.trays.get(this.#roomId);
  }

  #showTray() {
    const { announce } = this.#options;
    this.#tray.attach({
      announce, onChange: () => this.render(), say: (sentence) => this.#say(sentence), focus: () => this.#input.focus({ preventScroll: true }),
    });
    this.#box.lastChild.before(this.#tray.root);
  }

  /// Called once it stands in the page: height can only be measured there.
  shown() {
    this.render();
    if (!isTouch()) this.#input.focus({ preventScroll: true });
  }

  setLabel(label) {
    this.#input.setAttribute("aria-label", label);
  }

  reply(seq) {
    if (this.#draft.edit) this.#cancel();
    this.#change({ replyTo: seq });
  }

  edit(seq, content) {
    this.#change({ text: content, replyTo: null, edit: { seq, before: this.#draft.edit?.before ?? this.#draft.text } });
    this.#input.setSelectionRange(content.length, content.length);
  }

  /// Another tab has written the draft, or sent it: what was asked of it is void.
  draftChanged() {
    this.#list?.hide();
    show(this.#note, false);
    this.render();
    this.#lookAtFiles();
  }

  /// Shows the draft and the message that it answers, which may have come only now.
  render() {
    const { text, replyTo, edit } = this.#draft;
    if (this.#input.value !== text) this.#input.value = text;
    const about = edit?.seq ?? replyTo;
    const quoted = about && this.#options.quoted(about);
    show(this.#context, Boolean(edit || replyTo));
    setText(this.#contextTitle, edit ? words.editing : words.replyingTo(quoted?.author ?? words.someone));
    setText(this.#contextText, quoted?.text ?? "");
    const label = edit ? words.save : words.send;
    this.#button.setAttribute("aria-label", label);
    this.#button.title = label;
    show(this.#clip, !edit && this.#options.takesFiles());
    if (this.#tray) show(this.#tray.root, !edit && !this.#tray.isEmpty);
    this.#button.disabled = !text.trim() && !this.#mayBeBlank || this.#isSaving || this.#isAwaited;
    // Text typed meanwhile would be lost with the edit.
    this.#input.readOnly = this.#isSaving;
    if (CSS.supports("field-sizing", "content")) return;
    this.#input.style.height = "auto";
    this.#input.style.height = `${this.#input.scrollHeight}px`;
  }

  get #draft() {
    return this.#drafts.get(this.#roomId);
  }

  #change(change, until) {
    this.#drafts.change(this.#roomId, change, until);
    show(this.#note, false);
    this.render();
    this.#input.focus({ preventScroll: true });
  }

  #cancel() {
    const { edit } = this.#draft;
    this.#change(edit ? { edit: null, text: edit.before } : { replyTo: null });
  }

  #typed() {
    this.#drafts.change(this.#roomId, { text: this.#input.value });
    show(this.#note, false);
    this.render();
    if (this.#input.value.trim() && !this.#draft.edit) this.#options.onType();
    this.#suggest();
  }

  /// A name or an emoji at the caret; a sign that calls someone begins a word.
  #insert(text) {
    const { value, selectionStart, selectionEnd } = this.#input;
    const isApart = text !== "@" || /(^|\s)$/.test(value.slice(0, selectionStart));
    this.#input.focus({ preventScroll: true });
    this.#input.setRangeText(isApart ? text : ` ${text}`, selectionStart, selectionEnd, "end");
    this.#typed();
  }

  #keyed(event) {
    if (isComposing(event)) return;
    if (this.#list?.keyed(event)) return;
    const isPlain = !event.shiftKey && !event.altKey && !event.ctrlKey && !event.metaKey;
    // Enter alone is a new line on touch; a keyboard beside a tablet sends with ⌘ or Ctrl.
    const isSend = event.key === "Enter" && !event.shiftKey && !event.altKey && (!isTouch() || event.ctrlKey || event.metaKey);
    if (isSend) {
      event.preventDefault();
      this.#submit();
    } else if (event.key === "ArrowUp" && isPlain && !this.#input.value && !this.#draft.edit) {
      if (this.#options.onEditLast()) event.preventDefault();
    } else if (event.key === "Escape" && (this.#draft.edit || this.#draft.replyTo)) {
      event.preventDefault();
      this.#cancel();
    }
  }

  // Completion

  async #suggest() {
    const token = this.#input.selectionStart === this.#input.selectionEnd
      ? tokenAt(this.#input.value, this.#input.selectionStart)
      : null;
    this.#token = token;
    const found = token ? await this.#options.suggest(token) : [];
    if (found.length && !this.#list) await this.#makeList();
    if (token !== this.#token) return;
    this.#list?.show(found);
    if (found.length) this.#options.announce(words.suggested(found.length));
  }

  async #makeList() {
    const { CompletionList } = await import("./completion-list.js");
    if (this.#list) return;
    this.#list = new CompletionList({ input: this.#input, onPick: (suggestion) => this.#complete(suggestion) });
    this.#box.prepend(this.#list.root);
  }

  #complete({ replacement }) {
    const { text, caret } = completed(this.#input.value, this.#input.selectionStart, this.#token, replacement);
    this.#token = null;
    this.#list.hide();
    this.#change({ text });
    this.#input.setSelectionRange(caret, caret);
  }

  // Sending

  #submit() {
    const content = withoutControls(this.#draft.text).trim();
    if (!content && !this.#mayBeBlank || this.#isSaving || this.#isAwaited) return;
    this.#list?.hide();
    if (new TextEncoder().encode(content).length > contentBytesMax) return this.#say(words.tooLong);
    if (this.#draft.edit) this.#save(content);
    else if (this.#tray ? !this.#tray.isReady : this.#draft.files.length) this.#submitReady();
    else if (callsEveryone(content) && this.#options.peopleCount() >= everyoneAsksFrom && (this.#note.hidden || this.#asked !== content)) this.#askFirst(content);
    else this.#post(content);
  }

  /// A message with files needs no text.
  get #mayBeBlank() {
    const { edit } = this.#draft;
    return edit ? this.#options.hasFiles(edit.seq) : this.#tray?.isEmpty === false;
  }

  async #submitReady() {
    this.#isAwaited = true;
    this.render();
    try {
      await this.#needTray();
      this.#tray.look();
      await this.#tray.ready();
    } finally {
      this.#isAwaited = false;
      this.render();
    }
    this.#submit();
  }

  #post(content) {
    // The draft stays kept until the message is.
    const taken = this.#tray?.take();
    const kept = this.#options.onPost(content, this.#draft.replyTo, taken?.files);
    this.#change({ text: "", replyTo: null, ...taken && { files: this.#tray.unknown } }, kept);
    if (taken) kept.then(taken.forget);
  }

  #askFirst(content) {
    this.#say(`${words.callsEveryone(this.#options.peopleCount() - 1)} `,
      el("button", { type: "button", class: "link-button", onclick: () => this.#post(content) }, words.callEveryone));
    this.#note.classList.add("question");
    this.#asked = content;
  }

  async #save(content) {
    const { edit } = this.#draft;
    this.#isSaving = true;
    this.render();
    try {
      await this.#options.onEdit(edit.seq, content);
      if (this.#draft.edit?.seq === edit.seq) this.#cancel();
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      if (problem.code === "message_deleted") this.#letGo(edit, content);
      this.#say(problem.message);
    } finally {
      this.#isSaving = false;
      this.render();
    }
  }

  /// The message is gone; its new text is not, nor the one that was being written before.
  #letGo({ seq, before }, content) {
    if (this.#draft.edit?.seq === seq) this.#change({ edit: null, text: before.trim() ? `${before}\n\n${content}` : content });
  }

  #say(...nodes) {
    this.#note.className = "composer-note";
    this.#note.replaceChildren(...nodes);
    show(this.#note, true);
  }
}
