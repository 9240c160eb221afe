import type { Page } from '@playwright/test'

/** What a screen reader finds on the page, as "role: name". */
export async function readNames(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page)
  const { nodes } = await session.send('Accessibility.getFullAXTree')
  await session.detach()
  return nodes.flatMap(({ ignored, role, name }) => (ignored ? [] : [`${role?.value}: ${name?.value}`]))
}
