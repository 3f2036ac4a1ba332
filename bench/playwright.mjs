// The benchmark's flow by Playwright, written as a good user of it would.
// ORIGIN=http://127.0.0.1:PORT ROUNDS=n PROOF=0|1 node playwright.mjs → one line of JSON.
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const version = createRequire(import.meta.url)('playwright-core/package.json').version;
const origin = process.env.ORIGIN.replace(/\/$/, '');
const rounds = Number(process.env.ROUNDS ?? 15);
const proof = process.env.PROOF === '1';
const slug = process.env.SLUG ?? 'ada-example';
const note = process.env.NOTE;
const waitUntil = process.env.WAIT_UNTIL ?? 'commit';

const card = "main [componentkey$='Topcard']";
const deadline = 10_000;

async function flow(page) {
  const pending = page.locator(`${card} a:has(svg#clock-small):visible`).first();
  await page.goto(`${origin}/in/${slug}`, { waitUntil });
  await page.locator(`${card} a[href$='/preload/custom-invite/?vanityName=${slug}']:visible`).first().click();
  await page.locator("[data-test-modal-id='send-invite-modal'] button[aria-label='Add a note']").click();
  await page.locator('textarea#custom-message').fill(note);
  await page.locator("button[aria-label='Send invitation']").click();
  await pending.waitFor();
  if (proof) {
    await page.reload({ waitUntil });
    await pending.waitFor();
  }
}

async function verify() {
  const { invitations } = await (await fetch(`${origin}/_log`)).json();
  const told = invitations.map(({ slug, note }) => ({ slug, note }));
  if (JSON.stringify(told) !== JSON.stringify([{ slug, note }])) {
    throw new Error(`the sandbox was told something else: ${invitations.map((one) => one.slug)}`);
  }
}

const args = ['--headless=new', '--window-size=1280,900', '--disable-background-networking', '--disable-component-update',
  '--disable-sync', '--no-first-run', '--disable-default-apps', '--disable-back-forward-cache'];
const started = performance.now();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  chromiumSandbox: process.getuid() !== 0,
  args,
});
const page = await (await browser.newContext({ viewport: null })).newPage();
page.setDefaultTimeout(deadline);
const start_ms = performance.now() - started;

const samples_ms = [];
for (let round = 0; round < rounds; round += 1) {
  await page.goto('about:blank');
  await fetch(`${origin}/_reset`, { method: 'POST' });
  const begun = performance.now();
  await flow(page);
  samples_ms.push(Math.round((performance.now() - begun) * 10) / 10);
  await verify();
}
const agent = await page.evaluate(() => `${innerWidth}x${innerHeight}`);
await browser.close();
console.log(JSON.stringify({ tool: 'playwright', version, rounds, proof, start_ms: Math.round(start_ms), window: agent, samples_ms }));
