// The words of what hands an invite on, in German.

export const words = {
  cardTitle: "Hol die anderen herein",
  cardLead: "Wer diesen Link öffnet, kann sich ein Konto anlegen und kommt in diesen Raum.",
  cardNone: "Gerade gibt es keinen Link, der jemanden hereinlässt.",
  cardLink: "Link der Einladung",
  cardQR: "Der Link als QR-Code",
  cardShare: "Teilen",
  linkNearOnly: "Dieser Link gilt nur auf diesem Rechner: Der Server weiß noch nicht, wie andere ihn erreichen. Wer ihn betreibt, setzt ",
  makeLink: "Link anlegen",
  renewLink: "Neuer Link",
  renewLinkTitle: "Einen neuen Link anlegen?",
  renewLinkLead: "Der jetzige gilt sofort nicht mehr, wo immer er steht. Wer mit ihm kam, bleibt.",
  cardRenewed: "Der alte Link gilt nicht mehr. Das hier ist der neue.",
  mailLink: "Mailen",
  mailLinkTo: "E-Mail der Person, die du einlädst",
  mailLinkSend: "Einladung mailen",
  mailLinkSending: "Wird gemailt…",
  cardMailed: (email) => `Die Einladung ist unterwegs an ${email}.`,
  mailMissing: "Mit diesem Link kommt man ohne Mail herein. Für Codes und gemailte Einladungen:",
  mailSetUp: "Mail einrichten",
};
