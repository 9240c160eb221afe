import { describe, expect, it } from 'vitest'
import { readCatalogTexts } from '../../scripts/texts/catalog-texts.ts'
import { projectRoot } from '../../scripts/setup/project.mjs'
import { translationProblems } from '../../scripts/texts/translation-problems.ts'
import {
  compareTranslations,
  linesToTranslate,
  readTranslated,
  readTranslations,
} from '../../scripts/texts/translations.ts'
import { translatedLanguages } from '../../src/shared/messages/languages.ts'

const texts = readCatalogTexts(projectRoot)

describe.each(translatedLanguages)('the translations into %s', (language) => {
  const translations = readTranslations(projectRoot, language)
  const { missing, unused, problems } = compareTranslations(texts, translations, language)

  it('are complete', () => {
    expect(missing.map(({ name, id }) => `${name}: ${id}`)).toEqual([])
  })

  it('hold nothing that is not shown', () => {
    expect(unused).toEqual([])
  })

  it('have the arguments, plurals, ellipses and spaces that they need', () => {
    expect(problems).toEqual([])
  })

  it('are in the order of the catalog', () => {
    const order = texts.map(({ id }) => id).filter((id) => Object.hasOwn(translations, id))
    expect(Object.keys(translations).filter((id) => !unused.includes(id))).toEqual(order)
  })
})

it('reads the catalogs of the window, and not those of the command line', () => {
  const names = texts.map(({ name }) => name)
  expect(names).toContain('menus.cut')
  expect(names.filter((name) => /^(cli|tools|configuration-help)/.test(name))).toEqual([])
  expect(new Set(texts.map(({ id }) => id)).size).toBe(texts.length)
})

it('tells nobody at the window what to type into a command line', () => {
  // What starts another program is typed there: its own options are named. Originals of an earlier version's shared
  // folder are moved back by a command alone, for one version.
  const others =
    /ComfyUI|A1111|the server|stable-diffusion\.cpp|no display to open a window|atelier originals --move-back/
  const commands = texts.filter(
    ({ text }) => /(^|[^-])--[a-z]|\batelier [a-z]|\bkeys set\b/.test(text) && !others.test(text),
  )
  expect(commands.map(({ name, id }) => `${name}: ${id}`)).toEqual([])
})

it('keeps the meanings of a text apart, for translators too', () => {
  const times = texts.filter(({ text }) => text === 'Time')
  expect(times.map(({ id }) => id).toSorted()).toEqual(['Time', 'Time|moment'])
  expect(linesToTranslate(times.filter(({ id }) => id !== 'Time'))).toBe('spending.time\tTime|moment\t\n')
  expect(
    translatedLanguages.filter((each) => {
      const translations = readTranslations(projectRoot, each)
      return translations['Time'] === translations['Time|moment']
    }),
  ).toEqual([])
})

it.each([
  ['Delete {name}', 'Löschen', '{name} is missing'],
  ['Delete {name}', '{nam} löschen', '{nam} is not in English'],
  ['Open…', 'Öffnen', 'the ellipsis at the end differs'],
  ['Open', 'Öffnen…', 'the ellipsis at the end differs'],
  [' and', 'und', 'spaces at an end differ'],
  ['Images', '{count, plural, one {Bild} other {Bilder}}', 'it has a plural where English has none'],
  ['{n, plural, one {# image} other {# images}}', '{n, plural, other {# Bilder}}', 'the plural of {n} lacks one'],
  ['{n, plural, one {# image} other {# images}}', '{n} Bilder', '{n} is a plural in English'],
  [
    '{n, plural, one {# image} other {# images}}',
    '{n, plural, one {#} few {#} other {#}}',
    'the plural of {n} has few, which the language does not know',
  ],
  ['{a, select, x {X} other {O}}', '{a, select, other {O}}', '{a} lacks x'],
  ['Try tag:sea', 'Versuchen Sie Tag: See', 'tag: is typed as it is'],
  ['{count', '{count', 'it is not a message of ICU MessageFormat'],
])('of %j, %j is refused: %s', (english, translation, problem) => {
  expect(translationProblems(english, translation, 'de').join('\n')).toContain(problem)
})

it.each([
  ['{n, plural, one {# image} other {# images}}', '{n, plural, other {#枚の画像}}', 'ja'],
  [
    '{n, plural, one {# image} other {# images}}',
    '{n, plural, one {# imagen} many {# imágenes} other {# imágenes}}',
    'es',
  ],
  [
    '{n, plural, =0 {None} one {# image} other {# images}}',
    '{n, plural, =0 {Aucune} one {# image} other {# images}}',
    'fr',
  ],
  ['Search, such as tag:sea', 'Suchen, etwa tag:sea', 'de'],
])('of %j, %j is fine in %s', (english, translation, language) => {
  expect(translationProblems(english, translation, language)).toEqual([])
})

it('takes back the lines that it gave to a translator', () => {
  const missing = [
    { name: 'menus.cut', id: 'Cut', text: 'Cut' },
    { name: 'a.b', id: 'One\nTwo', text: 'One\nTwo' },
  ]
  const lines = linesToTranslate(missing).split('\n')
  expect(readTranslated(`${lines[0]}Ausschneiden\n${lines[1]}Eins\\nZwei\n`)).toEqual({
    Cut: 'Ausschneiden',
    'One\nTwo': 'Eins\nZwei',
  })
  expect(readTranslated(lines.join('\n'))).toEqual({})
  expect(() => readTranslated('Cut Ausschneiden')).toThrow(/tabs/)
})
