// The words of what hands an invite on, in English.

export const words = {
  cardTitle: "Bring the others in",
  cardLead: "Whoever opens this link can make an account, and finds themselves in this room.",
  cardNone: "There is no link that lets people in just now.",
  cardLink: "Link of the invite",
  cardQR: "The link as a QR code",
  cardShare: "Share",
  linkNearOnly: "This link works on this computer alone: the server does not know yet how others reach it. Whoever runs it sets ",
  makeLink: "Make a link",
  renewLink: "New link",
  renewLinkTitle: "Make a new link?",
  renewLinkLead: "The one that is out now stops working at once, wherever it stands. Whoever came by it stays.",
  cardRenewed: "The old link does not work any more. This is the new one.",
  mailLink: "Mail it",
  mailLinkTo: "E-mail of whoever you invite",
  mailLinkSend: "Mail the invite",
  mailLinkSending: "Mailing…",
  cardMailed: (email) => `The invite is on its way to ${email}.`,
  mailMissing: "Nobody needs mail to come in by this link. For codes and mailed invites,",
  mailSetUp: "set up mail",
};
