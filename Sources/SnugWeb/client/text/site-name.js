// The name of this site, which the server writes into its pages.

export const siteName = () => document.querySelector("meta[name=application-name]").content;
