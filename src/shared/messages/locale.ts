export type Locale = 'en' | 'en-XA'

/** The page's query parameter, which main sets from its own locale. */
export const localeParameter = 'locale'

/**
 * The language of the texts, fixed for the life of a process because modules read texts when they load. `en-XA` is
 * English in accents and brackets: it reveals texts that are hard-coded, cut off or concatenated.
 */
export const locale: Locale = requestedLocale() === 'en-XA' ? 'en-XA' : 'en'

function requestedLocale(): string | null | undefined {
  // A sandboxed page has no `process`, a process no `location`.
  const { process, location } = globalThis as {
    process?: { env?: Record<string, string | undefined> }
    location?: { search: string }
  }
  return location === undefined
    ? process?.env?.['ATELIER_LOCALE']
    : new URLSearchParams(location.search).get(localeParameter)
}
