// Keeps for reading without a net: the pages a reader asks to keep, and from then on the files opened.
// Only what any stranger may see: pages are asked for without cookies, and an answer has to say that it is public.
"use strict";
const KEPT = "kept-1", PARTS = "parts-1"; // another number when what is stored changes
const MOST = 100, BYTES = 50e6, HOUR = 36e5, CHECKED = "/checked";
const SHORT = 8e3, LONG = 3e4; // how long a line may say nothing: where there is a copy, and where there is the list
const PAGES = 20; // of one session
const stored = (name) => caches.open(name);
const isPublic = (response) => response.status === 200 && /public|no-cache/.test(response.headers.get("cache-control")) &&
  !/private|no-store/.test(response.headers.get("cache-control"));
const fits = (response) => isPublic(response) && !(response.headers.get("content-length") > BYTES);
const gone = (response) => [403, 404, 410].includes(response.status);
const isPage = (response) => /^text\/html/.test(response.headers.get("content-type"));
const isText = (address) => /\/texts?\/[^/]+\/$/.test(new URL(address).pathname);
const bare = (address) => address.split("#")[0];
const saved = (address) => address.replace(/[?&]open=1$/, ""); // where a file is to be saved, and not opened

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name !== KEPT && name !== PARTS) await caches.delete(name);
  await clients.claim();
})()));

self.addEventListener("fetch", (event) => {
  const { request } = event, { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.method === "POST" && pathname.endsWith("/accounts/logout/")) event.waitUntil(drop());
  if (request.method !== "GET" || pathname.includes("/admin/")) return;
  if (request.mode === "navigate") event.respondWith(shown(event));
  else if (pathname.startsWith("/static/")) // whose names change with what is in them
    event.respondWith(stored(PARTS).then((parts) => parts.match(request)).then((part) => part || fetch(request)));
});

self.addEventListener("message", (event) => event.waitUntil((async () => {
  const { keep, drop: all, offLine } = event.data;
  let done = true;
  try {
    if (all) await drop();
    else {
      await put(PARTS, offLine, await asked(offLine));
      done = await keepSession(new URL(keep, location).href);
    }
  } catch { done = false; }
  event.ports[0].postMessage(done);
})()));

const asked = (address, headers = {}) => fetch(address, { credentials: "omit", headers });

const FILES = /href="(\/[^"#]*\?lang=[^"#]+|\/files\/[^"#]+)"/g;
const plain = (address) => address.replace(/&amp;/g, "&");

// A session: its page with the further ones of its list, and those of its files that were opened before.
async function keepSession(address) {
  let next = address, there = true;
  for (let n = 0; there && next && n < PAGES; n += 1) {
    const words = await put(KEPT, next, await asked(next));
    there = words !== null;
    for (const [, file] of (words || "").matchAll(FILES)) await keepOpened(plain(file));
    const query = /rel="next" href="([^"#]+)/.exec(words)?.[1];
    next = query && new URL(plain(query), address).href;
  }
  await (await stored(PARTS)).delete(CHECKED);
  return there;
}

// What the browser has of a file by itself; nothing is asked of the net.
async function keepOpened(file) {
  const found = await fetch(file, { cache: "only-if-cached", mode: "same-origin" }).catch(() => null);
  if (found?.headers.has("repr-digest")) await put(KEPT, file, found);
}

async function drop() {
  await Promise.all([caches.delete(KEPT), caches.delete(PARTS)]);
  await registration.unregister();
}

// The net first; without it, or where it says nothing for long, the copy, or the list of what there is.
async function shown(event) {
  const address = bare(event.request.url), line = fetch(event.request);
  event.waitUntil(line.then((response) => noted(address, fits(response) ? response.clone() : response)).catch(() => {}));
  const held = await found(KEPT, address), other = held || (await list(address));
  if (!other) return line;
  const late = new Promise((_, giveUp) => setTimeout(giveUp, held ? SHORT : LONG));
  try {
    const response = await Promise.race([line, late]);
    if (!held || response.status < 500) return response;
  } catch {
    await (await stored(PARTS)).delete(CHECKED);
  }
  return (await copy(KEPT, address)) || other;
}

async function noted(address, response) {
  const kept = await stored(KEPT);
  if (gone(response)) for (const one of new Set([address, saved(address)])) await kept.delete(one);
  else if (fits(response) && (response.headers.has("repr-digest") || isText(address) || await kept.match(address)))
    await put(KEPT, address, response);
  await check();
}

// Keep what may be kept; its words, where it is a page, or null if it is not there then.
async function put(name, address, response) {
  if (!fits(response)) return null;
  const body = await response.blob(), headers = new Headers(response.headers), page = isPage(response);
  let title = /filename\*?=(?:utf-8'')?"?([^";]+)/.exec(headers.get("content-disposition"))?.[1] || "", words = "";
  if (page) {
    words = await body.text();
    title = encodeURIComponent(/<title>(.*?)<\/title>/s.exec(words)?.[1] || "");
    const parts = await stored(PARTS);
    for (const [, part] of words.matchAll(/(?:href|src)="(\/static\/[^"]+)"/g))
      if (!await parts.match(part)) await parts.add(part);
  }
  const first = page && !isText(new URL(address, location));
  headers.set("x-kept", JSON.stringify({ at: Date.now(), size: body.size, title, first }));
  await (await stored(name)).put(address, new Response(body, { headers }));
  await makeRoom();
  return await (await stored(name)).match(address) ? words : null;
}

async function entries() {
  const kept = await stored(KEPT), found = [];
  for (const { url } of await kept.keys()) {
    const { headers } = await kept.match(url);
    found.push({ url, tag: headers.get("etag"), ...JSON.parse(headers.get("x-kept")) });
  }
  return found.sort((one, other) => !!other.first - !!one.first || other.at - one.at); // sessions before files
}

async function makeRoom() {
  const kept = await stored(KEPT);
  let bytes = 0;
  for (const [place, { url, size }] of (await entries()).entries())
    if ((bytes += size) > BYTES || place >= MOST) await kept.delete(url);
}

// Whether what is kept still stands: once an hour, and when the net is back.
async function check() {
  const parts = await stored(PARTS), kept = await stored(KEPT), last = await parts.match(CHECKED);
  if (last && Date.now() - await last.text() < HOUR) return;
  const all = await entries();
  if (!all.length) return;
  await parts.put(CHECKED, new Response(`${Date.now()}`));
  try {
    for (const { url, tag } of all.reverse()) { // so that what was opened last stays last
      const response = await asked(url, tag ? { "If-None-Match": tag } : {});
      if (gone(response) || (response.ok && await put(KEPT, url, response) === null)) await kept.delete(url);
    }
  } catch { await parts.delete(CHECKED); }
}

// What is kept of an address; for a file that is to be opened, also that which was saved.
async function found(name, address) {
  const all = await stored(name), one = await all.match(address) || await all.match(saved(address));
  const how = one?.headers.get("content-disposition");
  if (!how || saved(address) === address) return one;
  const headers = new Headers(one.headers);
  headers.set("content-disposition", how.replace("attachment", "inline"));
  return new Response(one.body, { headers });
}

async function copy(name, address) {
  const one = await found(name, address);
  if (!one || !isPage(one)) return one;
  const words = await one.text(), { at } = JSON.parse(one.headers.get("x-kept"));
  const time = new Date(at).toLocaleString(/<html lang="([^"]+)/.exec(words)?.[1], { dateStyle: "medium", timeStyle: "short" });
  return new Response(words.replace('id="kept-copy" hidden>', 'id="kept-copy">').replace("{time}", time), { headers: one.headers });
}

async function list(address) {
  const pages = (await (await stored(PARTS)).keys()).map(({ url }) => url).filter((url) => url.endsWith("/offline/"));
  const language = new URL(address).pathname.split("/")[1];
  return copy(PARTS, pages.find((url) => new URL(url).pathname.startsWith(`/${language}/`)) || pages[0] || "/offline/");
}
