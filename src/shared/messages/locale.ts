import { translatedLanguages, translationsFile, translationsVariable, type Language } from './languages.ts'

export type Locale = Language | 'en-XA'

/** What a page is told by the script that main answers before the page's own (docs/adr/0062). */
export interface PageLanguage {
  readonly locale: Locale
  readonly texts: Translations | null
}

/** English text → its translation. */
export type Translations = Readonly<Record<string, string>>

const chosen = readChosen()

/**
 * The language of the texts, fixed for the life of a process because modules read texts when they load. `en-XA` is
 * English in accents and brackets: it reveals texts that are hard-coded, cut off or concatenated.
 */
export const locale: Locale = chosen.locale

const { texts } = chosen

/** A text of the catalog in the chosen language; a text without a translation stays English. */
export function translate(source: string): string {
  return texts === null ? source : (texts[source] ?? source)
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
  if (process?.env['ATELIER_LOCALE'] === 'en-XA') return { locale: 'en-XA', texts: null }
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
