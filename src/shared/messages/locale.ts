import { translatedLanguages, translationsFile, translationsVariable, type Language } from './languages.ts'

export type Locale = Language | MadeUpLocale

/**
 * Made from English, for tests. `en-XA` is in accents and brackets: it reveals texts that are hard-coded, cut off or
 * concatenated. `ar-XB` is written from right to left.
 */
const madeUpLocales = ['en-XA', 'ar-XB'] as const
type MadeUpLocale = (typeof madeUpLocales)[number]

/** What a page is told by the script that main answers before the page's own (docs/adr/0062). */
export interface PageLanguage {
  readonly locale: Locale
  readonly texts: Translations | null
}

/** English text, or `text|meaning` → its translation. */
export type Translations = Readonly<Record<string, string>>

const chosen = readChosen()

/** The language of the texts, fixed for the life of a process because modules read texts when they load. */
export const locale: Locale = chosen.locale

/** The language that the texts are written in: English where it is made up from English. */
export const textLanguage: Language = locale === 'en-XA' || locale === 'ar-XB' ? 'en' : locale

const { texts } = chosen

/** A text of the catalog in the chosen language; a text without a translation stays English. */
export function translate(source: string, meaning?: string): string {
  return texts?.[meaning === undefined ? source : `${source}|${meaning}`] ?? source
}

interface Globals {
  readonly atelierLanguage?: PageLanguage
  readonly process?: {
    readonly env: Readonly<Record<string, string | undefined>>
    getBuiltinModule(id: string): { readFileSync(path: string, encoding: 'utf8'): string }
  }
}

function readChosen(): PageLanguage {
  const { atelierLanguage, process } = globalThis as Globals
  if (atelierLanguage !== undefined) return atelierLanguage
  const madeUp = madeUpLocales.find((each) => each === process?.env['ATELIER_LOCALE'])
  if (madeUp !== undefined) return { locale: madeUp, texts: null }
  const path = process?.env[translationsVariable]
  return path === undefined ? { locale: 'en', texts: null } : readTranslations(path, process!)
}

/** Synchronously, because the first text is read while modules load. */
function readTranslations(path: string, process: NonNullable<Globals['process']>): PageLanguage {
  const found = translatedLanguages.find((each) => path.endsWith(translationsFile(each)))
  if (found === undefined) return { locale: 'en', texts: null }
  const { readFileSync } = process.getBuiltinModule('node:fs')
  try {
    return { locale: found, texts: JSON.parse(readFileSync(path, 'utf8')) as Translations }
  } catch {
    // A file that is damaged or gone must not keep the program from starting.
    return { locale: 'en', texts: null }
  }
}
