import type { Page } from '@playwright/test'
import axe from 'axe-core'
import { call } from './bridge.ts'
import { expect } from './test.ts'

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice']
/** What is checked in each theme: of all rules only those on colors can depend on it. */
const checks = [
  { theme: 'dark', runOnly: { type: 'tag', values: standards } },
  { theme: 'light', runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } },
] as const

interface Finding {
  readonly rule: string
  readonly help: string
  /** Where, and what of it. */
  readonly places: readonly string[]
}

/** Checks what is on screen against WCAG 2.0 to 2.2, A and AA, and best practice, in both themes. */
export async function expectAccessible(page: Page, name: string): Promise<void> {
  // A color on its way from one theme to the other is neither of them.
  await page.emulateMedia({ reducedMotion: 'reduce' })
  for (const { theme, runOnly } of checks) {
    await call(page, 'settings.change', { theme })
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
    expect.soft(await findingsOf(page, runOnly), `${name}, ${theme}`).toEqual([])
  }
}

async function findingsOf(page: Page, { type, values }: (typeof checks)[number]['runOnly']): Promise<Finding[]> {
  // Through the debugger: the page's policy lets no script in.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
  const { violations } = await page.evaluate(
    (runOnly) => (window as unknown as { axe: typeof axe }).axe.run({ runOnly, resultTypes: ['violations'] }),
    { type, values: [...values] },
  )
  return violations.map(({ id, help, nodes }) => ({
    rule: id,
    help,
    places: nodes.map(
      ({ html, failureSummary = '' }) => `${html.slice(0, 200)} ${failureSummary.replaceAll(/\s+/g, ' ')}`,
    ),
  }))
}
