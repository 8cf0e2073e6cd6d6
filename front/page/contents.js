// Show a page's contents next to the text if there is room, and highlight the current section.

const BESIDE = "(min-width: 1440px)";

export function followReading(contents) {
  const links = new Map([...contents.querySelectorAll("a")].map((link) =>
    [document.getElementById(decodeURIComponent(link.hash.slice(1))), link]));
  const passed = () => [...links.keys()].filter((heading) => heading?.getBoundingClientRect().top < innerHeight / 3);
  const show = () => {
    const current = links.get(passed().at(-1));
    for (const link of links.values()) {
      if (link === current) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
  const wide = matchMedia(BESIDE);
  const place = () => { contents.open = wide.matches; };
  wide.addEventListener("change", place);
  addEventListener("scroll", show, { passive: true });
  place();
  show();
}
