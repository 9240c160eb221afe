import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { translationsFile, type Language } from '../../src/shared/messages/languages.ts'
import type { CatalogText } from './catalog-texts.ts'
import { translationProblems } from './translation-problems.ts'

type Translations = Readonly<Record<string, string>>

export interface TranslationState {
  /** In the order of the catalog. */
  readonly missing: readonly CatalogText[]
  /** Ids that no catalog has. */
  readonly unused: readonly string[]
  /** A line each: the text’s name, and what is wrong with its translation. */
  readonly problems: readonly string[]
}

export function readTranslations(root: string, language: Language): Translations {
  return JSON.parse(readFileSync(pathOf(root, language), 'utf8')) as Translations
}

/** Compares the translations of a language with the catalog. */
export function compareTranslations(
  texts: readonly CatalogText[],
  translations: Translations,
  language: Language,
): TranslationState {
  const known = new Set(texts.map(({ id }) => id))
  return {
    missing: texts.filter(({ id }) => !Object.hasOwn(translations, id)),
    unused: Object.keys(translations).filter((id) => !known.has(id)),
    problems: texts.flatMap(({ id, text, name }) => {
      const translation = translations[id]
      const found = translation === undefined ? [] : translationProblems(text, translation, language)
      return found.map((problem) => `${name}: ${problem}: ${translation}`)
    }),
  }
}

/** Lines for a translator: the text’s name, English, and room for the translation, separated by tabs. */
export function linesToTranslate(missing: readonly CatalogText[]): string {
  return missing.map(({ name, id }) => `${name}\t${id.replaceAll('\n', '\\n')}\t\n`).join('')
}

/** Reads such lines when they are translated, or a file of `{ English: translation }`. @throws on any other line */
export function readTranslated(content: string): Translations {
  if (content.trimStart().startsWith('{')) return JSON.parse(content) as Translations
  const lines = content.split(/\r?\n/).filter((line) => line.trim() !== '')
  const pairs = lines.map((line) => {
    const [, english, translation, ...rest] = line.split('\t').map((part) => part.replaceAll('\\n', '\n'))
    if (english === undefined || translation === undefined || rest.length > 0) {
      throw new Error(`Not “name, English, translation” with tabs between them: ${line}`)
    }
    return [english, translation] as const
  })
  return Object.fromEntries(pairs.filter(([, translation]) => translation !== ''))
}

/** Writes the translations in the order of the catalog, without those that no catalog has any more. */
export function writeTranslations(
  root: string,
  language: Language,
  { texts, translations }: { readonly texts: readonly CatalogText[]; readonly translations: Translations },
): void {
  const kept = texts.flatMap(({ id }) => {
    const translation = translations[id]
    return translation === undefined ? [] : [[id, translation] as const]
  })
  writeFileSync(pathOf(root, language), `${JSON.stringify(Object.fromEntries(kept), null, 2)}\n`)
}

function pathOf(root: string, language: Language): string {
  return join(root, 'src/shared/messages/translations', translationsFile(language))
}
