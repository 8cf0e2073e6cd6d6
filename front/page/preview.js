// Load the page again once a preview (scaling_ai_kit/preview.py) has built it, and show what failed. No built page has this script.
const look = "position:fixed;inset:auto 0 0;z-index:99;max-height:60vh;overflow:auto;margin:0;"
  + "padding:1em;background:#7d1128;color:#fff;white-space:pre-wrap";
const message = document.createElement("pre");
message.setAttribute("style", look);
message.setAttribute("role", "alert");
const stopped = { number: 0, page: 0, error: "The preview has stopped." };
const shown = Number(new URL(import.meta.url).searchParams.get("page"));

// The first answer comes at once, with the last error; the others come when something has been built.
for (let news = { ...stopped, number: -1 }; news !== stopped;) {
  const next = `/news?seen=${news.number}`;
  news = await fetch(next).then((answer) => answer.json()).catch(() => stopped);
  if (news.page > shown) location.reload();
  message.textContent = news.error;
  if (news.error) document.body.append(message);
  else message.remove();
  message.scrollTop = message.scrollHeight; // a traceback ends with what is wrong
}

export {};
