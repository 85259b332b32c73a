// The name of this site, which the server writes into its pages.

const kept = () => document.querySelector("meta[name=application-name]");

export const siteName = () => kept().content;

/// The site has got another name while this page is open.
export const learnSiteName = (name) => { kept().content = name; };
