// Opens pages in headless Chromium and says what it finds, as JSON: what was asked of a network,
// what the console says, what axe finds against accessibility in both colour schemes and on paper,
// and what is rendered. Usage: node look.mjs MODULES CHROMIUM PAGE...
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const [modules, executablePath, ...pages] = process.argv.slice(2);
const require = createRequire(path.join(path.resolve(modules), 'look.cjs'));
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking',
         '--disable-component-update', '--disable-sync', '--no-first-run'],
});
const found = [];
for (const page of pages) found.push(await look(page));
await browser.close();
process.stdout.write(JSON.stringify(found));

async function look(file) {
  const url = pathToFileURL(path.resolve(file)).href;
  const said = [];
  const requests = [];
  const context = await browser.newContext({ viewport: { width: 1000, height: 800 } });
  const tab = await context.newPage();
  tab.on('request', request => requests.push(request.url()));
  tab.on('console', message => said.push(message.text()));
  tab.on('pageerror', error => said.push(String(error)));
  await tab.goto(url);
  const rendered = await tab.evaluate(describe);
  await tab.setViewportSize({ width: 390, height: 800 });
  const narrow = await tab.evaluate(describe);
  rendered.overflowOnAPhone = narrow.overflow;
  rendered.spilling.push(...narrow.spilling);
  await tab.keyboard.press('Tab');
  rendered.firstFocus = await tab.evaluate(() => document.activeElement.textContent);
  await context.close();
  const violations = [];
  for (const options of [{ colorScheme: 'light' }, { colorScheme: 'dark' }]) {
    violations.push(...await judged(url, options));
  }
  return { file, requests: requests.filter(it => it !== url), said, rendered, violations };
}

// What is rendered; runs in the page.
function describe() {
  return {
    title: document.title,
    language: document.documentElement.lang,
    text: document.querySelector('main').innerText,
    scripts: document.scripts.length,
    chapters: [...document.querySelectorAll('h2')].map(it => it.textContent),
    links: [...document.querySelectorAll('main a')].map(it => it.getAttribute('href')),
    lost: [...document.querySelectorAll('a')].map(it => it.getAttribute('href'))
      .filter(it => !document.getElementById(it.slice(1))),
    rows: document.querySelectorAll('tbody tr').length,
    pictures: [...document.querySelectorAll('svg')].map(svg => ({
      name: svg.querySelector('title').textContent,
      shapes: svg.querySelectorAll('rect').length,
      // What is drawn must lie within the drawing.
      outside: [...svg.querySelectorAll('rect, text, line')].filter(shape => {
        const inner = shape.getBoundingClientRect();
        const outer = svg.getBoundingClientRect();
        return inner.left < outer.left - 1 || inner.right > outer.right + 1
          || inner.top < outer.top - 1 || inner.bottom > outer.bottom + 1;
      }).map(shape => shape.textContent),
    })),
    // A page that is wider than its window has to be scrolled sideways.
    overflow: document.documentElement.scrollWidth - window.innerWidth,
    // A cell that is too small for what it holds lets it run into its neighbour.
    spilling: [...document.querySelectorAll('th, td')]
      .filter(cell => cell.clientWidth > 0 && cell.scrollWidth > cell.clientWidth + 1)
      .map(cell => cell.textContent),
  };
}

// The page's own policy lets no script run in it; for the judging it is set aside.
async function judged(url, options) {
  const context = await browser.newContext({ ...options, bypassCSP: true });
  const tab = await context.newPage();
  await tab.goto(url);
  await tab.evaluate(axe);
  const result = await tab.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  await context.close();
  return result.violations.map(it => ({
    scheme: options.colorScheme,
    rule: it.id,
    where: it.nodes.slice(0, 3).map(node => `${node.target}: ${node.failureSummary}`),
  }));
}
