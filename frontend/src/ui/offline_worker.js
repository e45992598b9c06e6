// Keeps the files of one app at hand, so that its page opens without a network.  What the service answers is never
// kept: only files whose names change when their content does, and the page that names them.  The build fills in the
// three words in underscores.
const NAME = "__NAME__";
const CACHE = `${NAME}__VERSION__`;
const FILES = new Set(["__FILES__"]);

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll([...FILES].map((path) => new Request(path, { cache: "no-cache" }))))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  const old = (name) => name.startsWith(NAME) && name !== CACHE;
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const { pathname } = new URL(event.request.url);
  if (event.request.method !== "GET" || !FILES.has(pathname)) return;
  event.respondWith(caches.match(pathname, { cacheName: CACHE }).then((found) => found ?? fetch(event.request)));
});
