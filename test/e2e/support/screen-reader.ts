import type { Page } from '@playwright/test'

/** What a screen reader finds on the page, as "role: name". */
export async function readNames(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page)
  const { nodes } = await session.send('Accessibility.getFullAXTree')
  await session.detach()
  return nodes.flatMap(({ ignored, role, name }) => (ignored ? [] : [`${role?.value}: ${name?.value}`]))
}

/** What has the focus, as a screen reader says it: "role: name". */
export async function readFocus(page: Page): Promise<string | null> {
  const session = await page.context().newCDPSession(page)
  const { nodes } = await session.send('Accessibility.getFullAXTree')
  await session.detach()
  const focused = nodes.filter(({ properties }) =>
    properties?.some(({ name, value }) => name === 'focused' && value.value === true),
  )
  // The page itself has the focus wherever an element does.
  const innermost = focused.findLast(({ role }) => role?.value !== 'RootWebArea')
  return innermost === undefined ? null : `${innermost.role?.value}: ${innermost.name?.value}`
}
