import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { translationsFile, translationsVariable, type Language } from './languages.ts'

const noBreak = '\u{a0}'

/** Loads modules anew, as a process of this language would. */
async function startIn(language: Language) {
  const file = join(import.meta.dirname, 'translations', translationsFile(language))
  vi.stubEnv(translationsVariable, language === 'en' ? undefined : file)
  vi.resetModules()
  const [formats, { locale }, { message }, { plainMessage }, { formatMoney }, menus] = await Promise.all([
    import('./formats.ts'),
    import('./locale.ts'),
    import('./message.ts'),
    import('./plain-message.ts'),
    import('../util/format-money.ts'),
    import('./en/menus.ts'),
  ])
  return { ...formats, locale, message, plainMessage, formatMoney, menus }
}

it('reads the translations of its language, and shows a text without one in English', async () => {
  const { locale, message, plainMessage, menus } = await startIn('de')
  expect(locale).toBe('de')
  expect(menus.cut).toBe('Ausschneiden')
  expect(message('No catalog has {this}')({ this: 'text' })).toBe('No catalog has text')
  expect(plainMessage('Nor this')).toBe('Nor this')
})

it('has a translation for each meaning of a text', async () => {
  const { message, plainMessage } = await startIn('zh')
  expect([message('Time'), message('Time', 'moment')]).toEqual(['耗时', '时间'])
  expect([plainMessage('Reject'), plainMessage('Reject', 'result'), message('Reject', 'unknown')]).toEqual([
    '排除',
    '舍弃',
    'Reject',
  ])
})

it('is English where nothing else is named', async () => {
  const { locale, menus, formatMoney, withPercent, formatFixed } = await startIn('en')
  expect([locale, menus.cut, formatMoney(1.5), withPercent(50), formatFixed(0.5, 2)]).toEqual([
    'en',
    'Cut',
    '$1.50',
    '50%',
    '0.50',
  ])
})

it.each([
  ['de', '1.234.567', '0,5', `1,50${noBreak}$`, `50${noBreak}%`],
  ['fr', '1\u{202f}234\u{202f}567', '0,5', `1,50${noBreak}$`, `50${noBreak}%`],
  ['es', '1.234.567', '0,5', `1,50${noBreak}$`, `50${noBreak}%`],
  ['ja', '1,234,567', '0.5', '$1.50', '50%'],
  ['zh', '1,234,567', '0.5', '$1.50', '50%'],
] as const)('in %s numbers, amounts and shares are written as there', async (language, count, half, money, share) => {
  const { formatCount, formatPlain, formatMoney, withPercent } = await startIn(language)
  expect([formatCount(1_234_567), formatPlain(0.5), formatMoney(1.5), withPercent(50)]).toEqual([
    count,
    half,
    money,
    share,
  ])
})

it.each([
  ['en', 'api.example: no'],
  ['de', 'api.example: no'],
  ['fr', `api.example${noBreak}: no`],
  ['es', 'api.example: no'],
  ['ja', 'api.example：no'],
  ['zh', 'api.example：no'],
] as const)('in %s a colon has the spaces of the language', async (language, text) => {
  const { colon } = await startIn(language)
  expect(`api.example${colon}no`).toBe(text)
})

it('uses the plural of its language, and its groups of digits', async () => {
  const { message } = await startIn('de')
  const images = message('{count, plural, one {# image} other {# images}}')
  expect([images({ count: 1 }), images({ count: 1_200 })]).toEqual(['1 Bild', '1.200 Bilder'])
})

it('sorts as a reader of its language expects', async () => {
  const german = await startIn('de')
  expect(['Zebra', 'Öl', 'Apfel', 'Bild 10', 'Bild 9'].toSorted(german.compareNames)).toEqual([
    'Apfel',
    'Bild 9',
    'Bild 10',
    'Öl',
    'Zebra',
  ])
})

it('names its language to the page, Chinese with its script’s country', async () => {
  expect((await startIn('zh')).pageLanguage).toBe('zh-CN')
  expect((await startIn('ja')).pageLanguage).toBe('ja')
})

it('is English where its file is missing, so that the program starts', async () => {
  vi.stubEnv(translationsVariable, join(import.meta.dirname, 'nowhere', translationsFile('de')))
  vi.resetModules()
  const [{ locale }, menus] = await Promise.all([import('./locale.ts'), import('./en/menus.ts')])
  expect([locale, menus.cut]).toEqual(['en', 'Cut'])
})

it('lists names with the comma of Japanese and Chinese, and joins their sentences without a space', async () => {
  for (const language of ['ja', 'zh'] as const) {
    const { joinList, joinSentences } = await startIn(language)
    expect([joinList(['a', 'b']), joinSentences('済。', '次。')]).toEqual(['a、b', '済。次。'])
  }
})
