import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { CDPSession, Page } from '@playwright/test'

/** Where processes write what they reach, while coverage is measured (scripts/coverage.mjs). Pages do not by themselves. */
const folder = process.env['NODE_V8_COVERAGE']

const measured = new WeakMap<Page, CDPSession>()

/**
 * Measures a page from now on, through every reload, but not its web workers. Not by Playwright's own coverage, which
 * loses what the pages before the last navigation reached.
 */
export async function beginPageCoverage(page: Page): Promise<void> {
  if (folder === undefined || measured.has(page)) return
  const session = await page.context().newCDPSession(page)
  measured.set(page, session)
  await session.send('Profiler.enable')
  await session.send('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
}

/** Writes what a page reached since the last time; called before it is left. A page that crashed has nothing to say. */
export async function writePageCoverage(page: Page): Promise<void> {
  const taken = await measured
    .get(page)
    ?.send('Profiler.takePreciseCoverage')
    .catch(() => null)
  if (folder === undefined || !taken) return
  const result = taken.result.filter(({ url }) => url !== '').map(({ url, functions }) => ({ url, functions }))
  await writeFile(join(folder, `page-${randomUUID()}.json`), JSON.stringify({ result }))
}
