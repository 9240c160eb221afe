/** Languages that Atelier is translated into, beside English. */
export const translatedLanguages = ['de', 'fr', 'es', 'ja', 'zh'] as const
/** Every language, as the setting names it. */
export const languages = ['en', ...translatedLanguages] as const
export type Language = (typeof languages)[number]

/**
 * Path of the file of translations, for processes; not set = English. Main sets it before it loads any text, and its
 * children inherit it.
 */
export const translationsVariable = 'ATELIER_TRANSLATIONS'

/** The file of a language in the folder of translations. */
export function translationsFile(language: Language): string {
  return `${language}.json`
}
