import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'

/** Where processes write what they reach, while coverage is measured (scripts/coverage.mjs). Pages do not by themselves. */
const folder = process.env['NODE_V8_COVERAGE']

/** Measures a page from now on, through every reload, but not its web workers. */
export async function beginPageCoverage(page: Page): Promise<void> {
  if (folder === undefined) return
  await page.coverage.startJSCoverage({ resetOnNavigation: false, reportAnonymousScripts: false })
}

/** Writes what a page reached; called before it is closed. A page that crashed has nothing to say. */
export async function writePageCoverage(page: Page): Promise<void> {
  if (folder === undefined) return
  const entries = await page.coverage.stopJSCoverage().catch(() => [])
  const result = entries.map(({ url, functions }) => ({ url, functions }))
  await writeFile(join(folder, `page-${randomUUID()}.json`), JSON.stringify({ result }))
}
