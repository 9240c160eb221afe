import type { Page } from '@playwright/test'

/** Returns what was said of an import from now on, with the button that stops it. */
export async function watchImports(page: Page): Promise<() => Promise<string | null>> {
  await page.evaluate(() => {
    const seen: { said: string | null } = { said: null }
    Object.assign(globalThis, { imports: seen })
    const look = () => (seen.said ??= document.querySelector('.shell-import')?.textContent ?? null)
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true })
  })
  return () => page.evaluate(() => (globalThis as unknown as { imports: { said: string | null } }).imports.said)
}
