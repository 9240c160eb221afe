import { expect, type Locator, type Page } from '@playwright/test'
import { call } from './bridge.ts'

/** A part of the window whose texts are checked in the pseudo-locale. */
export interface Stop {
  readonly name: string
  readonly open: (page: Page) => Promise<void>
  readonly scope: (page: Page) => Locator
  /** Names of models, files and services, which no catalog holds. */
  readonly data?: readonly RegExp[]
}

/** Names of providers and models, longest first. */
export async function providerNames(page: Page): Promise<RegExp> {
  const providers = await call(page, 'providers.list', {})
  const names = providers.flatMap(({ label, models }) => [label, ...models.map((model) => model.label)])
  const parts = names
    .toSorted((a, b) => b.length - a.length)
    .map((name) => name.replaceAll(/[^\p{L}\p{N}\s]/gu, '\\$&'))
  return new RegExp(parts.join('|'), 'g')
}

/** Runs a command of the palette by its marked name. */
export async function runCommand(page: Page, name: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k')
  await page.keyboard.type(name)
  await page.getByRole('option', { name }).first().waitFor()
  await page.keyboard.press('Enter')
}

/** Opens each stop in turn and expects all its texts to be marked; Escape closes it. */
export async function expectAllMarked(page: Page, stops: readonly Stop[]): Promise<void> {
  for (const { name, open, scope, data } of stops) {
    await open(page)
    await scope(page).waitFor()
    expect(await scope(page).evaluate((root) => root.outerHTML), name).toContain('~]')
    expect(await unmarkedTexts(scope(page), data), name).toEqual([])
    await page.keyboard.press('Escape')
  }
}

/**
 * The texts and names below an element that the pseudo-locale did not mark whole: left in code, glued together from
 * parts, or cut off by the element they are in. Data (names of files, models, numbers) is no text of the catalog.
 * @param data what may be there unmarked
 */
async function unmarkedTexts(scope: Locator, data: readonly RegExp[] = []): Promise<string[]> {
  const texts = await shownTexts(scope)
  const unmarked = texts.filter(({ text, isCut }) => {
    const rest = withoutMarked(text)
    return (
      /\p{L}{2}/u.test(data.reduce((part, pattern) => part.replaceAll(pattern, ''), rest)) || (isCut && rest !== text)
    )
  })
  return unmarked.map(({ text, isCut }) => (isCut ? `cut off: ${text}` : text))
}

/** The texts and names below an element, and whether the element they are in cuts them off. */
export function shownTexts(scope: Locator): Promise<{ readonly text: string; readonly isCut: boolean }[]> {
  return scope.evaluate((root) => {
    const context = document.createElement('canvas').getContext('2d')!
    /** Only in a text area, placeholders wrap. */
    function isPlaceholderCut(element: HTMLElement): boolean {
      if (!(element instanceof HTMLInputElement) || element.value !== '') return false
      const { font, paddingLeft, paddingRight } = getComputedStyle(element)
      context.font = font
      const roomPx = element.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight)
      return context.measureText(element.placeholder).width > roomPx + 1
    }
    const found: { text: string; isCut: boolean }[] = []
    for (const element of [root, ...root.querySelectorAll<HTMLElement>('*')]) {
      if (!(element instanceof HTMLElement) || element.closest('kbd, script, style, canvas') !== null) continue
      if (!element.checkVisibility()) continue
      const textNodes = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE)
      // Texts for screen readers only are one pixel wide.
      const isShown = element.clientWidth > 1
      const isCut =
        isShown && element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflowX === 'hidden'
      found.push({ text: textNodes.map((node) => node.textContent ?? '').join(''), isCut })
      const placeholder = element.getAttribute('placeholder') ?? ''
      found.push({ text: placeholder, isCut: isShown && isPlaceholderCut(element) })
      for (const name of ['aria-label', 'title', 'alt', 'aria-valuetext', 'aria-description']) {
        found.push({ text: element.getAttribute(name) ?? '', isCut: false })
      }
    }
    return found
  })
}

/** A message may have another one as its argument: marked texts are removed from the inside out. */
function withoutMarked(text: string): string {
  const rest = text.replaceAll(/\[[^[\]]*~\]/g, '')
  return rest === text ? text : withoutMarked(rest)
}
