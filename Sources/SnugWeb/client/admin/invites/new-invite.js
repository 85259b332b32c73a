// The dialog that makes an invite.
import { administration } from "../../calls/administration.js";
import { selectField } from "../../choices/select-field.js";
import { showDialog } from "../../ui/dialog.js";
import { bdi, el } from "../../ui/dom.js";
import { field, form } from "../../ui/form.js";
import { roomName } from "../../ui/labels.js";
import { words } from "../../words/words.js";

const usesMax = 10_000;
const daySeconds = 86_400;
const lifetimesDays = [1, 7, 30, 365];

/// `rooms` are the ones that an invite can lead into.
export function showNewInvite({ rooms, onMade }) {
  const name = field({ label: words.inviteName, hint: words.inviteNameHint, name: "name", autocomplete: "off", maxlength: "80", required: false });
  const uses = field({ label: words.inviteUsesMax, name: "uses", type: "number", inputmode: "numeric", min: "1", max: String(usesMax), value: "1" });
  const lifetime = selectField({
    label: words.inviteLifetime, name: "expires_in", value: String(7 * daySeconds),
    options: lifetimesDays.map((days) => [String(days * daySeconds), words.days(days)]),
  });
  const boxes = rooms.map(({ id }) => el("input", { type: "checkbox", value: id }));
  const { root } = form({
    inputs: [name, uses, lifetime], submit: words.makeInvite, submitting: words.makingInvite,
    async onSubmit(values) {
      const invite = await administration.makeInvite({
        name: values.name, uses: Number(values.uses), expires_in: Number(values.expires_in),
        room_ids: boxes.filter(({ checked }) => checked).map(({ value }) => Number(value)),
      });
      dialog.close();
      await onMade(invite);
    },
  });
  if (rooms.length) lifetime.root.after(el("fieldset", { class: "field" },
    el("legend", { class: "label" }, words.inviteRooms),
    el("p", { class: "field-note" }, words.inviteRoomsHint),
    el("div", { class: "checks" },
      ...rooms.map((room, index) => el("label", { class: "check" }, boxes[index], bdi(roomName(room), "grow ellipsis"))))));
  const dialog = showDialog({ title: words.newInvite, className: "brief", content: [el("div", { class: "dialog-body scrolling" }, root)] });
}
