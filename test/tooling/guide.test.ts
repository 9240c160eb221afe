import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { sharp } from '../../src/main/platform/pure/sharp.ts'
import { expect, it } from 'vitest'
import { projectRoot } from '../../scripts/setup/project.mjs'
import { readCatalogTexts } from '../../scripts/texts/catalog-texts.ts'

const docs = join(projectRoot, 'docs')
const images = join(docs, 'images')

const shown = new Set(readCatalogTexts(projectRoot).map(({ text }) => text))

async function readPages(): Promise<ReadonlyMap<string, string>> {
  const tasks = (await readdir(join(docs, 'guide'))).map((name) => join('guide', name))
  const pages = [...tasks, 'index.md', 'local-models.md', 'providers.md']
  return new Map(
    await Promise.all(pages.map(async (page) => [page, await readFile(join(docs, page), 'utf8')] as const)),
  )
}
const pages = await readPages()
const tasks = [...pages].filter(([page]) => page.startsWith('guide'))

it('the guide has ten tasks, each with what it needs, steps, the price and what to do if it fails', () => {
  expect(tasks).toHaveLength(10)
  for (const [page, markdown] of tasks) {
    expect(markdown, page).toMatch(/^You need /m)
    expect(markdown.match(/^## .+$/gm), page).toEqual([
      '## Steps',
      '## What it costs',
      '## If it does not work',
      '## Next steps',
    ])
    expect(markdown.match(/^\d+\. /gm)?.length, page).toBeGreaterThanOrEqual(4)
    expect(markdown, page).toMatch(/^!\[.+-light\.webp\)$/m)
  }
})

it('controls are named as the window names them', () => {
  const named = [...pages].flatMap(([page, markdown]) =>
    [...markdown.matchAll(/\*\*([^*]+)\*\*/g)].map(([, text = '']) => ({ page, text: text.replaceAll(/\s+/g, ' ') })),
  )
  expect(named.length).toBeGreaterThan(100)
  expect(named.filter(({ page, text }) => page !== 'providers.md' && !shown.has(text))).toEqual([])
})

it('each picture is there in both themes at one size, is described, and is shown somewhere', async () => {
  const texts = [...pages.values(), await readFile(join(projectRoot, 'README.md'), 'utf8')]
  const used = texts.flatMap((text) =>
    [...text.matchAll(/images\/([a-z-]+)-(?:light|dark)\.webp/g)].map(([, name = '']) => name),
  )
  const files = await readdir(images)
  const expected = [...new Set(used)].flatMap((name) => [`${name}-dark.webp`, `${name}-light.webp`])
  expect(files.toSorted()).toEqual(expected.toSorted())
  for (const file of files) {
    const { width, height } = await sharp(join(images, file)).metadata()
    expect([width, height], file).toEqual([1280, 800])
  }
  const described = [...pages.values()].flatMap((text) =>
    [...text.matchAll(/!\[([^\]]*)\]\(/g)].map(([, alt = '']) => alt),
  )
  expect(described.filter((alt) => alt.length < 30)).toEqual([])
})

it('the pictures stay small, as every clone of the repository carries them', async () => {
  const sizes = await Promise.all((await readdir(images)).map(async (name) => (await stat(join(images, name))).size))
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(3_000_000)
})
