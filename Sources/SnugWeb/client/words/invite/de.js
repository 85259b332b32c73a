// The words of what hands an invite on, in German.
import { counter } from "../../text/counting.js";

const count = counter("de");

export const words = {
  cards: {
    room: { title: "Hol die anderen herein", lead: "Wer diesen Link öffnet, kann sich ein Konto anlegen und kommt in diesen Raum." },
    server: {
      title: "Einladungslink",
      lead: "Ein Link, der bleibt: für die Wand, für eine Mail, für einen Bildschirm. Wer ihn öffnet, legt ein Konto an und kommt in den Raum für Neue.",
    },
  },
  cardNone: "Gerade gibt es keinen Link, der jemanden hereinlässt.",
  cardLink: "Link der Einladung",
  cardQR: "Der Link als QR-Code",
  cardShare: "Teilen",
  linkNearOnly: "Dieser Link gilt nur auf diesem Rechner: Der Server weiß noch nicht, wie andere ihn erreichen.",
  tellAddress: "Sag ihm seine Adresse",
  makeLink: "Link anlegen",
  renewLink: "Neuer Link",
  renewLinkTitle: "Einen neuen Link anlegen?",
  renewLinkLead: "Der jetzige gilt sofort nicht mehr, wo immer er steht. Wer mit ihm kam, bleibt.",
  cardRenewed: "Der alte Link gilt nicht mehr. Das hier ist der neue.",
  cameByIt: (n) => (n === 0 ? "Noch niemand ist durch ihn gekommen" : `${count(n, "Person ist", "Personen sind")} durch ihn gekommen`),
  linkUntil: (when) => `Bis ${when}`,
  mailLink: "Mailen",
  mailLinkTo: "E-Mail der Person, die du einlädst",
  mailLinkSend: "Einladung mailen",
  mailLinkSending: "Wird gemailt…",
  cardMailed: (email) => `Die Einladung ist unterwegs an ${email}.`,
  mailMissing: "Mit diesem Link kommt man ohne Mail herein. Für Codes und gemailte Einladungen:",
  mailSetUp: "Mail einrichten",
};
