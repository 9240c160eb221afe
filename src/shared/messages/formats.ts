import { locale } from './locale.ts'

const isEnglish = locale === 'en' || locale === 'en-XA'

/** For `Intl`: numbers, lists, plurals. */
export const numberLocale = isEnglish ? 'en-US' : locale

/** For `Intl`: English dates are written as `1 Dec 2026`. */
export const dateLocale = isEnglish ? 'en-GB' : locale

/** Of the page: its fonts, hyphens and quotation marks. Chinese is simplified. */
export const pageLanguage = isEnglish ? 'en' : locale === 'zh' ? 'zh-CN' : locale

/** Sorts names as a reader of the language expects. */
export function compareNames(a: string, b: string): number {
  collator ??= new Intl.Collator(isEnglish ? 'en' : locale, { numeric: true })
  return collator.compare(a, b)
}

let collator: Intl.Collator | undefined
