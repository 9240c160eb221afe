import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { errorCodeSchema } from '../../../shared/errors/error-code.ts'
import { languages, type Language } from '../../../shared/messages/languages.ts'
import { keyActions } from '../../lib/keymap/keymap.ts'
import { anchorOf, readHelp, sectionsOf, type HelpPage } from './help-pages.ts'
import { createHelpSearch } from './search-help.ts'

const catalogs = import.meta.glob<Readonly<Record<string, unknown>>>('../../../shared/messages/en/*.ts', {
  eager: true,
})
const texts = Object.values(catalogs)
  .flatMap((catalog) => Object.values(catalog))
  .filter((text) => typeof text === 'string')
const english = await readHelp('en')

/** The texts of the window, in a language. */
function windowTexts(language: Language): ReadonlySet<string> {
  if (language === 'en') return new Set(texts)
  const path = new URL(`../../../shared/messages/translations/${language}.json`, import.meta.url)
  const translations = JSON.parse(readFileSync(path, 'utf8')) as Readonly<Record<string, string>>
  return new Set(texts.map((text) => translations[text] ?? text))
}

const find = (pages: readonly HelpPage[], pattern: RegExp) =>
  pages.flatMap(({ markdown }) => [...markdown.matchAll(pattern)].map(([, text = '']) => text))

/** What translators keep: headings with their levels, links, commands, items of lists and cells of tables. */
const shapeOf = ({ id, markdown }: HelpPage) => ({
  id,
  headings: markdown.match(/^#+/gm),
  codes: markdown.match(/^### [a-z]+\/[a-z-]+$/gm),
  links: [...markdown.matchAll(/\]\(([^)]*)\)/g)].map(([, link = '']) => link).toSorted(),
  commands: [...markdown.matchAll(/`key:([^`]+)`/g)].map(([, command = '']) => command).toSorted(),
  items: markdown.match(/^(?:-|\d+\.) /gm)?.length,
  rows: markdown.match(/^\|/gm)?.length,
})

describe.each(languages)('help pages in %s', (language) => {
  it('have the headings, links, commands, lists and tables of the English ones', async () => {
    const pages = await readHelp(language)
    expect(pages.map(shapeOf)).toEqual(english.map(shapeOf))
    expect(pages.filter(({ title }) => title === '')).toEqual([])
  })

  it('quote only texts that the window shows', async () => {
    const quoted = find(await readHelp(language), /\*\*([^*]+)\*\*/g)
    const shown = windowTexts(language)
    expect(quoted.length).toBeGreaterThan(20)
    expect(quoted.filter((text) => !shown.has(text))).toEqual([])
  })
})

describe('help pages', () => {
  it('name only commands that exist, as their shortcuts follow them', () => {
    const known = new Set(keyActions.map(({ id }) => id))
    const named = find(english, /`key:([^`]+)`/g)
    expect(named.length).toBeGreaterThan(30)
    expect(named.filter((id) => !known.has(id))).toEqual([])
  })

  it('link to pages that exist, and to nothing on the network', () => {
    const places = new Set(['diagnostics', 'licenses', ...english.map(({ id }) => `${id}.md`)])
    const links = find(english, /\]\(([^)]*)\)/g)
    expect(links.length).toBeGreaterThan(5)
    expect(links.filter((link) => !places.has(link))).toEqual([])
  })

  it('explain every error code once', () => {
    const errors = english.find(({ id }) => id === 'errors')
    const explained = sectionsOf(errors!, String).filter(({ title }) => title.includes('/'))
    expect(explained.map(({ title }) => title).toSorted()).toEqual(errorCodeSchema.options.toSorted())
    expect(explained.filter(({ text }) => text.length < 30)).toEqual([])
    expect(explained.map(({ anchor }) => anchor)).toEqual(explained.map(({ title }) => anchorOf(title)))
  })
})

describe('search in the help', () => {
  it.each([
    ['feather', 'masks'],
    ['keychain', 'providers'],
    ['spending limit', 'costs'],
    ['storage/full', 'errors'],
    ['disk full', 'errors'],
    ['graphcs card', 'local-models'],
    ['watermark photoshop layers', null],
    ['backup', 'export'],
  ])('for “%s” leads to the page %s', (query, page) => {
    expect(createHelpSearch(english, 'en', String)(query)[0]?.section.page.id ?? null).toBe(page)
  })

  it.each([
    ['de', 'Schlüsselbund', 'providers'],
    ['fr', 'trousseau', 'providers'],
    ['es', 'llavero', 'providers'],
    ['ja', 'キーチェーン', 'providers'],
    ['zh', '钥匙串', 'providers'],
  ] as const)('in %s finds “%s”', async (language, query, page) => {
    const found = createHelpSearch(await readHelp(language), language, String)(query)
    expect(found.map(({ section }) => section.page.id)).toContain(page)
  })

  it('shows the words around the match', () => {
    const [first] = createHelpSearch(english, 'en', String)('keyring')
    expect(first?.section.anchor).toBe('credential-unavailable')
    expect(first?.excerpt).toMatch(/keyring/)
  })

  it('shows keys, not the commands that stand for them in the pages', () => {
    const search = createHelpSearch(english, 'en', (command) => (command === 'mask.feather' ? 'Ctrl+Alt+Q' : 'KEY'))
    const found = ['feather', 'mask', 'undo', 'fill'].flatMap((query) => search(query))
    expect(found.filter(({ section, excerpt }) => /\bkey:/.test(section.text + excerpt))).toEqual([])
    expect(search('Ctrl+Alt+Q')[0]?.section.text).toContain('Ctrl+Alt+Q')
  })
})
