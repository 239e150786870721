// Records `chromium.har`: a session of headless Chromium with a page on loopback that signs somebody in and sends secrets about.
import http from 'node:http';
import { chromium } from 'playwright-core';
const page = `<!doctype html><title>Inbox of Joe</title><body><script>
document.cookie = 'theme=SECRET-theme';
localStorage.x = 'SECRET';
(async () => {
  await fetch('/api/login?csrf=SECRET-csrf', {method: 'POST', headers: {'Content-Type': 'application/json', 'X-Api-Key': 'SECRET-key'},
    body: JSON.stringify({user: 'joe@contoso.example', password: 'SECRET-password'})});
  await fetch('/api/mail?page=2', {headers: {Authorization: 'Bearer SECRET-bearer', 'X-Request-Id': '5f0c-11ee'}});
  await fetch('/api/broken');
  await new Promise(done => { const s = new WebSocket('ws://' + location.host + '/ws'); s.onerror = s.onclose = done; });
  document.body.append('ready');
})();
</script></body>`;
const server = http.createServer((request, response) => {
  if (request.url.startsWith('/api/login')) {
    response.setHeader('Set-Cookie', 'sid=SECRET-session; HttpOnly');
    response.end('{"token":"SECRET-token"}');
  } else if (request.url.startsWith('/api/mail')) { response.setHeader('Content-Type', 'application/json'); response.end('{"subject":"SECRET-subject"}'); }
  else if (request.url.startsWith('/api/broken')) { response.statusCode = 503; response.end('SECRET-error'); }
  else { response.setHeader('Content-Type', 'text/html'); response.end(page); }
});
await new Promise(ready => server.listen(8412, '127.0.0.1', ready));
const browser = await chromium.launch({executablePath: '/usr/bin/chromium', args: ['--no-sandbox']});
const context = await browser.newContext({recordHar: {path: 'chromium.har', content: 'embed', mode: 'full'}});
const tab = await context.newPage();
await tab.goto('http://127.0.0.1:8412/inbox?ticket=SECRET-ticket#SECRET-fragment');
await tab.getByText('ready').waitFor();
await context.close();
await browser.close();
server.close();
