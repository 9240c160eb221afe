import { describe, expect, it } from 'vitest'
import { errorCodeSchema } from '../../../shared/errors/error-code.ts'
import { keyActions } from '../../lib/keymap/keymap.ts'
import { anchorOf, helpPages, sectionsOf } from './help-pages.ts'
import { searchHelp } from './search-help.ts'

const all = helpPages.map(({ markdown }) => markdown).join('\n')
const found = (pattern: RegExp) => [...all.matchAll(pattern)].map(([, text = '']) => text)

describe('help pages', () => {
  it('have a title each, and names of their own', () => {
    expect(helpPages.length).toBeGreaterThan(12)
    expect(helpPages.filter(({ title }) => title === '')).toEqual([])
    expect(new Set(helpPages.map(({ id }) => id)).size).toBe(helpPages.length)
  })

  it('name only commands that exist, as their shortcuts follow them', () => {
    const known = new Set(keyActions.map(({ id }) => id))
    const named = found(/`key:([^`]+)`/g)
    expect(named.length).toBeGreaterThan(30)
    expect(named.filter((id) => !known.has(id))).toEqual([])
  })

  it('link to pages and headings that exist, and to nothing on the network', () => {
    const made = ['diagnostics', 'licenses']
    const places = new Set([
      ...made,
      ...helpPages.flatMap((page) => [page.id, ...sectionsOf(page).map(({ anchor }) => `${page.id}#${anchor ?? ''}`)]),
    ])
    const links = found(/\]\(([^)]*)\)/g)
    expect(links.length).toBeGreaterThan(5)
    expect(links.filter((link) => !places.has(link.replace('.md', '')))).toEqual([])
  })

  it('quote only texts that the window shows', async () => {
    const catalogs = import.meta.glob<Readonly<Record<string, unknown>>>('../../../shared/messages/en/*.ts', {
      eager: true,
    })
    const texts = new Set(
      Object.values(catalogs)
        .flatMap((catalog) => Object.values(catalog))
        .filter((text) => typeof text === 'string'),
    )
    const quoted = found(/\*\*([^*]+)\*\*/g)
    expect(quoted.length).toBeGreaterThan(20)
    expect(quoted.filter((text) => !texts.has(text))).toEqual([])
  })

  it('explain every error code once', () => {
    const errors = helpPages.find(({ id }) => id === 'errors')
    const explained = sectionsOf(errors!).filter(({ title }) => title.includes('/'))
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
    expect(searchHelp(query)[0]?.section.page.id ?? null).toBe(page)
  })

  it('shows the words around the match', () => {
    const [first] = searchHelp('keyring')
    expect(first?.section.anchor).toBe('credential-unavailable')
    expect(first?.excerpt).toMatch(/keyring/)
  })
})
