import { access } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { expect, it } from 'vitest'
import { buildSite, imageFolders } from '../../scripts/site/build-site.ts'
import { projectRoot } from '../../scripts/setup/project.mjs'

it('the documentation site has no dead links, images or headings', async () => {
  const pages = await buildSite()
  expect(pages.size).toBeGreaterThan(80)
  const dead: string[] = []
  for (const [path, html] of pages) {
    for (const [, target = ''] of html.matchAll(/ (?:href|src|srcset)="([^"]*)"/g)) {
      if (/^https?:/.test(target) || target === '#') continue
      const [file = '', heading] = target.split('#')
      const to = file === '' ? path : posix.join(posix.dirname(path), file)
      const page = pages.get(to)
      const isCopied = imageFolders.includes(posix.dirname(to)) || /^[^/]+\.json$/.test(to)
      const isThere = page !== undefined || (isCopied && (await exists(join(projectRoot, 'docs', to))))
      const hasHeading = heading === undefined || page?.includes(` id="${decodeURIComponent(heading)}"`) === true
      if (!isThere || !hasHeading) dead.push(`${path}: ${target}`)
    }
  }
  expect(dead).toEqual([])
})

it('no page of the site loads anything from elsewhere', async () => {
  for (const [path, html] of await buildSite()) {
    expect(html, path).not.toMatch(/<script|<iframe|<link[^>]+https?:|src="https?:|url\(/)
  }
})

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
