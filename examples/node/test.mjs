// Starts the shop, and visits it as two browsers of one user. Needs a service: SOJOURN, SOJOURN_KEY.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("server.mjs", import.meta.url));

async function startShop(more = {}, errors = "inherit") {
  const env = { ...process.env, PORT: "0", ...more };
  const shop = spawn(process.execPath, [script], { env, stdio: ["ignore", "pipe", errors] });
  const [line] = await once(shop.stdout, "data");
  return { url: String(line).trim().replace("shop: ", ""), end: () => shop.kill() };
}

class Browser {
  cookie = "";
  constructor(shop) {
    this.shop = shop;
  }
  async ask(method, path, form) {
    const headers = this.cookie ? { Cookie: `theme=dark; ${this.cookie}` } : {};
    const answer = await fetch(this.shop.url + path, { method, headers, body: form && new URLSearchParams(form) });
    this.setCookie = answer.headers.get("set-cookie");
    if (this.setCookie) this.cookie = this.setCookie.split(";")[0];
    return [answer.status, await answer.json()];
  }
  login = () => this.ask("POST", "/login", { user: "ada", password: "lovelace" });
}

const shop = await startShop();
const cutOff = await startShop({ SOJOURN: "http://127.0.0.1:1" }, "ignore"); // nobody listens there
try {
  const laptop = new Browser(shop);
  const phone = new Browser(shop);
  const status = async (browser, ...request) => (await browser.ask(...request))[0];

  assert.equal(await status(laptop, "POST", "/login", { user: "ada", password: "wrong" }), 401);
  assert.equal(await status(laptop, "GET", "/cart"), 401, "nobody has logged in yet");
  for (const browser of [laptop, phone]) {
    assert.deepEqual(await browser.login(), [200, "hello, ada"]);
    assert.match(browser.setCookie, /^session=[\w-]+\.[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  }

  assert.deepEqual(await laptop.ask("GET", "/cart"), [200, {}]);
  await laptop.ask("POST", "/cart", { item: "tea" });
  await laptop.ask("POST", "/cart", { item: "cake" });
  assert.deepEqual(await laptop.ask("POST", "/cart", { item: "tea" }), [200, { tea: 2, cake: 1 }]);
  assert.equal(await status(laptop, "POST", "/cart", { item: "gold" }), 400);
  assert.deepEqual(await phone.ask("GET", "/cart"), [200, {}], "a session of its own");

  const forger = new Browser(shop);
  forger.cookie = phone.cookie.split(".")[0] + "." + laptop.cookie.split(".")[1];
  assert.equal(await status(forger, "POST", "/logout"), 401, "the right id, the wrong secret");
  assert.equal(await status(phone, "GET", "/cart"), 200, "nothing ended");

  const stolen = new Browser(shop);
  stolen.cookie = phone.cookie;
  assert.deepEqual(await phone.ask("POST", "/logout"), [200, "goodbye"]);
  assert.match(phone.setCookie, /^session=; .*Max-Age=0$/);
  assert.equal(await status(stolen, "GET", "/cart"), 401, "a copy of the token is worth nothing");
  assert.equal(await status(laptop, "GET", "/cart"), 200, "the laptop stays logged in");

  const offline = new Browser(cutOff);
  offline.cookie = laptop.cookie;
  assert.equal(await status(offline, "GET", "/cart"), 503);
  assert.equal(offline.setCookie, null, "an outage logs nobody out");

  await phone.login();
  assert.deepEqual(await phone.ask("POST", "/logout-everywhere"), [200, "sessions ended: 2"]);
  assert.equal(await status(laptop, "GET", "/cart"), 401);
} finally {
  shop.end();
  cutOff.end();
}
console.log("examples/node: passed");
