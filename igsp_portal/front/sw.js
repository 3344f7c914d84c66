// Keeps for reading without a net: the pages a reader asks to keep, and from then on the files opened.
// Only what any stranger may see: pages are asked for without cookies, and an answer has to say that it is public.
"use strict";
const KEPT = "kept-1", PARTS = "parts-1"; // another number when what is stored changes
const MOST = 100, BYTES = 50e6, HOUR = 36e5, CHECKED = "/checked";
const stored = (name) => caches.open(name);
const isPublic = (response) => response.status === 200 && /public|no-cache/.test(response.headers.get("cache-control")) &&
  !/private|no-store/.test(response.headers.get("cache-control"));
const gone = (response) => [403, 404, 410].includes(response.status);
const isPage = (response) => /^text\/html/.test(response.headers.get("content-type"));
const bare = (address) => address.split("#")[0];

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
  else if (pathname.startsWith("/static/"))
    event.respondWith(fetch(request).catch(async () => (await (await stored(PARTS)).match(request)) || Response.error()));
});

self.addEventListener("message", (event) => event.waitUntil((async () => {
  const { keep, drop: all, offLine } = event.data;
  let done = true;
  try {
    if (all) await drop();
    else {
      await put(PARTS, offLine, await asked(offLine));
      done = await put(KEPT, keep, await asked(keep));
    }
  } catch { done = false; }
  event.ports[0].postMessage(done);
})()));

const asked = (address, headers = {}) => fetch(address, { credentials: "omit", headers });

async function drop() {
  await Promise.all([caches.delete(KEPT), caches.delete(PARTS)]);
  await registration.unregister();
}

// The net first; without it the copy, or the list of what there is.
async function shown(event) {
  const address = bare(event.request.url);
  try {
    const response = await fetch(event.request);
    event.waitUntil(noted(address, response.clone()).catch(() => {}));
    return response;
  } catch {
    await (await stored(PARTS)).delete(CHECKED);
    return (await copy(KEPT, address)) || (await list(address)) || Response.error();
  }
}

async function noted(address, response) {
  const kept = await stored(KEPT);
  if (gone(response)) await kept.delete(address);
  else if (response.headers.has("repr-digest") || /\/texts?\/[^/]+\/$/.test(new URL(address).pathname) || await kept.match(address))
    await put(KEPT, address, response);
  await check();
}

async function put(name, address, response) {
  if (!isPublic(response) || response.headers.get("content-length") > BYTES) return false;
  const body = await response.blob(), headers = new Headers(response.headers);
  let title = /filename\*?=(?:utf-8'')?"?([^";]+)/.exec(headers.get("content-disposition"))?.[1] || "";
  if (isPage(response)) {
    const words = await body.text(), parts = await stored(PARTS);
    title = encodeURIComponent(/<title>(.*?)<\/title>/s.exec(words)?.[1] || "");
    for (const [, part] of words.matchAll(/(?:href|src)="(\/static\/[^"]+)"/g))
      if (!await parts.match(part)) await parts.add(part);
  }
  headers.set("x-kept", JSON.stringify({ at: Date.now(), size: body.size, title }));
  await (await stored(name)).put(address, new Response(body, { headers }));
  await makeRoom();
  return true;
}

async function entries() {
  const kept = await stored(KEPT), found = [];
  for (const { url } of await kept.keys()) {
    const { headers } = await kept.match(url);
    found.push({ url, tag: headers.get("etag"), ...JSON.parse(headers.get("x-kept")) });
  }
  return found.sort((one, other) => other.at - one.at);
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
    for (const { url, tag } of all) {
      const response = await asked(url, tag ? { "If-None-Match": tag } : {});
      if (response.status !== 304 && response.status < 500 && !await put(KEPT, url, response)) await kept.delete(url);
    }
  } catch { await parts.delete(CHECKED); }
}

async function copy(name, address) {
  const found = await (await stored(name)).match(address);
  if (!found || !isPage(found)) return found;
  const words = await found.text(), { at } = JSON.parse(found.headers.get("x-kept"));
  const time = new Date(at).toLocaleString(/<html lang="([^"]+)/.exec(words)?.[1], { dateStyle: "medium", timeStyle: "short" });
  return new Response(words.replace('id="kept-copy" hidden>', 'id="kept-copy">').replace("{time}", time), { headers: found.headers });
}

async function list(address) {
  const pages = (await (await stored(PARTS)).keys()).map(({ url }) => url).filter((url) => url.endsWith("/offline/"));
  const language = new URL(address).pathname.split("/")[1];
  return copy(PARTS, pages.find((url) => new URL(url).pathname.startsWith(`/${language}/`)) || pages[0] || "/offline/");
}
