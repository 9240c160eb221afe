import { readFile } from 'node:fs/promises'
import { pageDirection, pageLanguage } from '../../../shared/messages/formats.ts'
import { translationsVariable } from '../../../shared/messages/languages.ts'
import { locale, type Locale } from '../../../shared/messages/locale.ts'

/** What a page is told of the language, as main has it. */
export interface ShownLanguage {
  readonly locale: Locale
  /** BCP 47. */
  readonly tag: string
  readonly direction: 'ltr' | 'rtl'
  /** Path of the translations; null = English. */
  readonly file: string | null
}

export const shownLanguage: ShownLanguage = {
  locale,
  tag: pageLanguage,
  direction: pageDirection,
  file: process.env[translationsVariable] ?? null,
}

/** Answered by main; no file of this name is built. */
export const languageScript = 'language.js'

/** Names the script before those of the page, which read their texts while they load. */
export function withLanguage(page: Buffer, { tag, direction }: ShownLanguage): Buffer {
  const script = `<script src="/${languageScript}"></script>`
  return Buffer.from(
    page
      .toString()
      .replace('<html lang="en">', `<html lang="${tag}" dir="${direction}">`)
      .replace('<head>', `<head>${script}`),
  )
}

/** A literal in a string is parsed faster than an object of the script. */
export async function readLanguageScript({ locale: name, tag, direction, file }: ShownLanguage): Promise<Buffer> {
  const texts = file === null ? 'null' : await readFile(file, 'utf8')
  const language = `{locale:${JSON.stringify(name)},texts:JSON.parse(${JSON.stringify(texts)})}`
  const page = `Object.assign(document.documentElement,${JSON.stringify({ lang: tag, dir: direction })})`
  return Buffer.from(`${page};globalThis.atelierLanguage=${language}`)
}
