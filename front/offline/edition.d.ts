// What the build writes above the service worker's text.

declare const EDITION: string;
declare const SHELL: string[];
