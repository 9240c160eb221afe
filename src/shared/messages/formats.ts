import { locale, textLanguage } from './locale.ts'

const isEnglish = textLanguage === 'en'

/** For `Intl`: numbers, dates, lists, plurals. English is American: `Dec 1, 2026`. */
export const formatLocale = isEnglish ? 'en-US' : locale

/** Of the page: its fonts, hyphens and quotation marks. Chinese is simplified. */
export const pageLanguage = locale === 'zh' ? 'zh-CN' : locale === 'en-XA' ? 'en' : locale

/** Arabic, Persian, Hebrew and Urdu; of them, only the language made for tests exists. */
export const isRightToLeft = /^(?:ar|fa|he|ur)\b/.test(pageLanguage)
export const pageDirection = isRightToLeft ? 'rtl' : 'ltr'

/** Before a sentence that another message takes in, or not: Japanese and Chinese have no spaces between sentences. */
export const sentenceGap = locale === 'ja' || locale === 'zh' ? '' : ' '

/** Joins sentences with a space, or after the wide full stops of Japanese and Chinese without one. Leaves out empty ones. */
export function joinSentences(...sentences: readonly (string | null | undefined | false)[]): string {
  return sentences
    .filter((sentence) => typeof sentence === 'string' && sentence !== '')
    .reduce<string>((text, next) => `${text}${text === '' || /[。！？）」』]$/.test(text) ? '' : ' '}${next}`, '')
}

/** Between a name and what is said of it: French has a space before it, Japanese and Chinese have a wide one. */
export const colon = locale === 'ja' || locale === 'zh' ? '：' : locale === 'fr' ? '\u{a0}: ' : ': '

/** Names one after the other, without an “and”: Japanese and Chinese have a comma of their own. Leaves out empty ones. */
export function joinList(items: readonly (string | number | null | undefined | false)[]): string {
  const hasWideComma = locale === 'ja' || locale === 'zh'
  return items.filter((item) => item || item === 0).join(hasWideComma ? '、' : ', ')
}

/** Sorts names as a reader of the language expects. */
export function compareNames(a: string, b: string): number {
  collator ??= new Intl.Collator(isEnglish ? 'en' : locale, { numeric: true })
  return collator.compare(a, b)
}

let collator: Intl.Collator | undefined

const hasDecimalComma = locale === 'de' || locale === 'fr' || locale === 'es'

/** A number as it is, with the language's decimal sign and without grouping, as in an input: `0.5`, `0,5`. */
export function formatPlain(value: number): string {
  return withDecimalSign(String(value))
}

/** With so many decimals: `3.10`, `3,10`. */
export function formatFixed(value: number, digits: number): string {
  return withDecimalSign(value.toFixed(digits))
}

/** Whole numbers in groups: `1,200`, `1.200`. */
export function formatCount(value: number): string {
  return value.toLocaleString(formatLocale)
}

/** A share in percent, as the language writes it: `50%`, `50 %`. On one line. */
export function withPercent(value: string | number): string {
  percentParts ??= new Intl.NumberFormat(formatLocale, { style: 'percent' }).formatToParts(0)
  return percentParts.map(({ type, value: part }) => (type === 'integer' ? value : part)).join('')
}

let percentParts: readonly Intl.NumberFormatPart[] | undefined

/** An amount in US dollars, written with a point: `$1.50`, `1,50 $`. */
export function withDollars(amount: string): string {
  return hasDecimalComma ? `${withDecimalSign(amount)}\u{a0}$` : `$${amount}`
}

/** Units of time, after their number and a space: `5 s`, `5 秒`. */
export const timeUnits =
  locale === 'ja' ? { hour: '時間', minute: '分', second: '秒' } : { hour: 'h', minute: 'min', second: 's' }

function withDecimalSign(text: string): string {
  return hasDecimalComma ? text.replace('.', ',') : text
}
