// A shop on Sojourn's HTTP service: the browser holds a token in a cookie, the session holds the cart.
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { sojourn } from "./sojourn.mjs";

const passwords = new Map([["ada", "lovelace"]]); // yours are hashed, in a database
const prices = new Map([["tea", 3], ["cake", 4]]);
const cookie = (token, more = "") => `session=${token}; Path=/; HttpOnly; Secure; SameSite=Lax${more}`;
const noCookie = cookie("", "; Max-Age=0");

// Opens the session with the token in the cookie. An id is no secret, so no route takes one from a request.
const withSession = (route) => async (form, { headers }) => {
  const token = /(?:^|; )session=([^;]+)/.exec(headers.cookie ?? "")?.[1];
  const { session } = token ? await sojourn("POST", "/sessions/verify", { token }) : {};
  return session ? route(session, form) : [401, "log in first", noCookie];
};

const routes = {
  "POST /login": async (form) => {
    const user = form.get("user");
    if (!passwords.has(user) || passwords.get(user) !== form.get("password")) return [401, "wrong user or password"];
    return [200, `hello, ${user}`, cookie((await sojourn("POST", "/sessions", { user })).token)];
  },
  "GET /cart": withSession(({ attributes }) => [200, attributes.cart ?? {}]),
  "POST /cart": withSession(async ({ id, attributes }, form) => {
    const item = form.get("item");
    if (!prices.has(item)) return [400, "not in this shop"];
    const cart = { [item]: (attributes.cart?.[item] ?? 0) + 1 }; // a merge patch: other items are left alone
    return [200, (await sojourn("PATCH", `/sessions/${id}`, { attributes: { cart } })).attributes.cart];
  }),
  "POST /logout": withSession(async ({ id }) => {
    await sojourn("DELETE", `/sessions/${id}?reason=logout`);
    return [200, "goodbye", noCookie];
  }),
  "POST /logout-everywhere": withSession(async ({ user }) => {
    const { ended } = await sojourn("DELETE", `/users/${encodeURIComponent(user)}/sessions?reason=logout`);
    return [200, `sessions ended: ${ended}`, noCookie];
  }),
};

const server = createServer(async (request, response) => {
  const route = routes[`${request.method} ${request.url}`] ?? (() => [404, "no such page"]);
  // When Sojourn does not answer, the cookie stays: an outage logs nobody out.
  const unavailable = (error) => (console.error(error.message), [503, "try again"]);
  const [status, content, setCookie] = await text(request)
    .then((body) => route(new URLSearchParams(body), request))
    .catch(unavailable);
  response.writeHead(status, { "Content-Type": "application/json", ...(setCookie && { "Set-Cookie": setCookie }) });
  response.end(JSON.stringify(content));
});
server.listen(process.env.PORT ?? 3000, "127.0.0.1", () => console.log(`shop: http://127.0.0.1:${server.address().port}`));
