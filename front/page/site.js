// Addresses of the site's files, wherever the page is in it.

/** Return the address of a file by its path in the site. */
export const inSite = (path) => new URL(`${document.documentElement.dataset.root}/${path}`, document.baseURI).href;
