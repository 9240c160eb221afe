import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { styleSchema } from '../../shared/domain/prompts.ts'
import { styleGroups, styleNames } from '../../shared/messages/en/style-names.ts'
import { parseCsv } from './style-files.ts'
import { readShippedStyles } from './own-styles.ts'
import { readStyleFile, writeStyleFile } from './style-files.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-styles-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function file(text: string): Promise<string> {
  const path = join(folder, 'styles.csv')
  await writeFile(path, text)
  return path
}

describe('a styles.csv', () => {
  it('is read with quotes, line breaks and empty rows', async () => {
    const path = await file(
      '\ufeffname,prompt,negative_prompt\r\nInk,"{prompt}, ""ink"", wash",color\r\nNone,,\r\n"Two\nlines",oil,\r\n\r\n',
    )
    const { styles, unreadable } = await readStyleFile(path)
    expect(styles).toEqual([
      { name: 'Ink', group: 'My styles', prompt: '{prompt}, "ink", wash', negativePrompt: 'color' },
      { name: 'Two\nlines', group: 'My styles', prompt: 'oil', negativePrompt: '' },
    ])
    expect(unreadable).toBe(1)
  })

  it('is read with the columns of old files, in any order', async () => {
    const { styles } = await readStyleFile(await file('text,name\noil,Oil\n'))
    expect(styles).toMatchObject([{ name: 'Oil', prompt: 'oil', negativePrompt: '' }])
  })

  it.each(['', 'hello', '{"styles":[]}', 'a,b\n1,2', '{"atelierStyles":2,"styles":[]}'])(
    'is refused when it is %j',
    async (text) => {
      await expect(readStyleFile(await file(text))).rejects.toMatchObject({ code: 'media/unsupported' })
    },
  )

  it('is reported when missing', async () => {
    await expect(readStyleFile(join(folder, 'none.csv'))).rejects.toMatchObject({ code: 'storage/not-found' })
  })
})

describe('an exported style file', () => {
  it('is read back unchanged', async () => {
    const style = { name: 'Ink', group: 'Mine', prompt: 'ink of {prompt}', negativePrompt: 'color' }
    const path = join(folder, 'mine.json')
    await writeStyleFile(path, [{ ...style, id: 'own-ink', shown: { as: 'icon', icon: 'x' }, isOwn: true }])
    expect(await readStyleFile(path)).toEqual({ styles: [style], unreadable: 0 })
  })

  it('skips entries that are no styles', async () => {
    const styles = [{ name: '' }, 7, { name: 'A', group: 'B', prompt: 'c', negativePrompt: '' }]
    const path = await file(JSON.stringify({ atelierStyles: 1, styles }))
    expect(await readStyleFile(path)).toMatchObject({ styles: [{ name: 'A' }], unreadable: 2 })
  })
})

describe('a style file from somebody else', () => {
  it.each([
    ['csv', () => ['name,prompt', ...Array.from({ length: 20_001 }, (_, at) => `a,${at}`)].join('\n')],
    [
      'json',
      () =>
        JSON.stringify({ atelierStyles: 1, styles: Array.from({ length: 20_001 }, (_, at) => ({ name: `${at}` })) }),
    ],
  ])('is rejected with too many entries: %s', async (extension, text) => {
    const path = join(folder, `many.${extension}`)
    await writeFile(path, text())
    await expect(readStyleFile(path)).rejects.toMatchObject({ code: 'media/too-large' })
  })
})

describe('parseCsv', () => {
  it('reads valid CSV and tolerates malformed CSV', () => {
    expect(parseCsv('a,"b ""c"",\n",\n,,\nd')).toEqual([['a', 'b "c",\n', ''], ['d']])
    expect(parseCsv('"open')).toEqual([['open']])
    expect(parseCsv('a"b,c')).toEqual([['a"b', 'c']])
  })
})

describe('the styles shipped with Atelier', () => {
  it('are at least 60, distinct, and have existing icons', async () => {
    const styles = await readShippedStyles(join(import.meta.dirname, '../../../resources/styles/styles.json'))
    // What the window shows, translated.
    expect(Object.entries(styleNames)).toEqual(styles.map(({ id, name }) => [id, name]))
    expect(Object.entries(styleGroups)).toEqual(
      [...new Set(styles.map(({ group }) => group))].map((group) => [group, group]),
    )
    expect(styles.length).toBeGreaterThanOrEqual(60)
    const icons = new Set(await iconNames())
    for (const style of styles) {
      expect(styleSchema.parse(style)).toEqual(style)
      expect(style.prompt).toContain('{prompt}')
      expect(style.shown.as === 'icon' && icons.has(style.shown.icon), style.name).toBe(true)
    }
    expect(new Set(styles.map(({ id }) => id)).size).toBe(styles.length)
    expect(new Set(styles.map(({ name }) => name)).size).toBe(styles.length)
  })
})

/** Names of the window’s icons. */
async function iconNames(): Promise<string[]> {
  const list = join(import.meta.dirname, '../../../node_modules/lucide-react/dist/esm/dynamicIconImports.mjs')
  return [...(await readFile(list, 'utf8')).matchAll(/["']?([a-z0-9-]+)["']?: \(\) =>/gu)].map(([, name]) => name ?? '')
}
