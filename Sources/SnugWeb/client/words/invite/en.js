// The words of what hands an invite on, in English.
import { counter } from "../../text/counting.js";

const count = counter("en");

export const words = {
  cards: {
    room: { title: "Bring the others in", lead: "Whoever opens this link can make an account, and finds themselves in this room." },
    server: {
      title: "Invite link",
      lead: "One link that stays: to pin to the wall, to put into a mail, to show on a screen. Whoever opens it makes an account, and finds themselves in the room for newcomers.",
    },
  },
  cardNone: "There is no link that lets people in just now.",
  cardLink: "Link of the invite",
  cardQR: "The link as a QR code",
  cardShare: "Share",
  linkNearOnly: "This link works on this computer alone: the server does not know yet how others reach it.",
  tellAddress: "Tell it its address",
  makeLink: "Make a link",
  renewLink: "New link",
  renewLinkTitle: "Make a new link?",
  renewLinkLead: "The one that is out now stops working at once, wherever it stands. Whoever came by it stays.",
  cardRenewed: "The old link does not work any more. This is the new one.",
  cameByIt: (n) => (n === 0 ? "Nobody has come by it yet" : `${count(n, "person has", "people have")} come by it`),
  linkUntil: (when) => `Until ${when}`,
  mailLink: "Mail it",
  mailLinkTo: "E-mail of whoever you invite",
  mailLinkSend: "Mail the invite",
  mailLinkSending: "Mailing…",
  cardMailed: (email) => `The invite is on its way to ${email}.`,
  mailMissing: "Nobody needs mail to come in by this link. For codes and mailed invites,",
  mailSetUp: "set up mail",
};
