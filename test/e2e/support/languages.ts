import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Locator, type Page } from '@playwright/test'
import { projectRoot } from '../../../scripts/setup/project.mjs'
import { translationsFile, type Language } from '../../../src/shared/messages/languages.ts'
import { shownTexts } from './pseudo-texts.ts'

/** The translations of a language, and what may not be on the screen in it. */
export interface Translated {
  /** Of a text of the catalog, or of one of its meanings: `Time|moment`. @throws if there is none */
  of(english: string): string
  readonly values: ReadonlySet<string>
  /** Whether a text is one of the catalog, in English, and is written otherwise in the language. */
  isEnglish(text: string): boolean
}

export function translated(language: Language): Translated {
  const file = join(projectRoot, 'src/shared/messages/translations', translationsFile(language))
  const texts = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>
  const ids = Object.keys(texts).filter((id) => !/, (?:plural|select),/.test(id))
  const changed = ids.map((id) => id.replace(/\|.*/, '')).filter((text) => texts[text] !== text)
  const values = new Set(Object.values(texts))
  // One language’s word may be another’s: “Version” is German for another text.
  const whole = new Set(changed.filter((text) => /[a-z]{2}/i.test(text) && !text.includes('{') && !values.has(text)))
  const withArguments = changed.filter((text) => /[a-z]{4}/.test(text.replaceAll(/\{\w+\}/g, '')) && text.includes('{'))
  const patterns = withArguments.map(toPattern)
  const ownPatterns = withArguments.map((text) => toPattern(texts[text] ?? ''))
  return {
    of(english) {
      const found = texts[english]
      if (found === undefined) throw new Error(`Not translated into ${language}: ${english}`)
      return found
    },
    values,
    isEnglish(text) {
      const matches = (pattern: RegExp) => pattern.test(text)
      return whole.has(text) || (patterns.some(matches) && !ownPatterns.some(matches))
    },
  }
}

function toPattern(text: string): RegExp {
  const parts = text.split(/\{\w+\}/).map((part) => part.replaceAll(/[^\p{L}\p{N}\s]/gu, '\\$&'))
  return new RegExp(`^${parts.join('.+')}$`)
}

/** Names and tags that were given in English, when the test's home was made. */
const data: ReadonlySet<string> = new Set(['', 'Mask', 'sample'])

/** Expects every text below an element in the language, and none of its texts cut off. */
export async function expectTranslated(scope: Locator, language: Translated): Promise<void> {
  const texts = await shownTexts(scope)
  const found = texts.map(({ text, isCut }) => ({ text: text.trim(), isCut })).filter(({ text }) => !data.has(text))
  expect(found.filter(({ text }) => language.values.has(text)).length).toBeGreaterThan(0)
  expect(found.filter(({ text }) => language.isEnglish(text)).map(({ text }) => text)).toEqual([])
  // Below its results, the name of a method is cut off like the name of a model.
  const mayBeCut = language.of('Content-aware fill')
  const cut = found.filter(({ text, isCut }) => isCut && text !== mayBeCut && language.values.has(text))
  expect(cut.map(({ text }) => text)).toEqual([])
}

/** Expects the dialog that a key opens in the language, and closes it. */
export async function expectDialogTranslated(page: Page, key: string, language: Translated): Promise<void> {
  const dialog = page.getByRole('dialog')
  await page.keyboard.press(key)
  await dialog.waitFor()
  await expectTranslated(dialog, language)
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
}
