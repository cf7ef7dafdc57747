// A call of Sojourn's HTTP service, with the service key.
const { SOJOURN = "http://127.0.0.1:8080", SOJOURN_KEY } = process.env;

export async function sojourn(method, path, content) {
  const headers = { Authorization: `Bearer ${SOJOURN_KEY}`, "Content-Type": "application/json" };
  const options = { method, headers, body: content && JSON.stringify(content), signal: AbortSignal.timeout(3000) };
  const answer = await fetch(`${SOJOURN}/v1${path}`, options);
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}
