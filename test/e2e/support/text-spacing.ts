import type { Page } from '@playwright/test'
import { expect } from './test.ts'

/** The most that the criterion asks for (WCAG 1.4.12). */
const spacing = `
  * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
  p { margin-bottom: 2em !important; }
`

/**
 * Expects that text spacing cuts nothing off and lets no texts overlap that did not before. A text that is cut off may
 * be whole in the tooltip of the same element.
 */
export async function expectSpacedTextsFit(page: Page, name: string): Promise<void> {
  expect.soft(await spacedTextsThatDoNotFit(page), `${name}, with text spacing`).toEqual([])
}

function spacedTextsThatDoNotFit(page: Page): Promise<string[]> {
  return page.evaluate(async (css) => {
    interface Box {
      readonly left: number
      readonly top: number
      readonly right: number
      readonly bottom: number
    }
    interface Shown {
      readonly node: Node
      readonly text: string
      /** The lines of the text, as far as they are in sight. */
      readonly seen: readonly Box[]
      /** By which element it is cut off; null = it is whole. */
      readonly cutBy: Element | null
    }

    const clips = (overflow: string) => overflow === 'hidden' || overflow === 'clip'
    const plain = ({ left, top, right, bottom }: DOMRect): Box => ({ left, top, right, bottom })

    /** Of each ancestor, read once for all texts in it: the texts of a dialog have most of them in common. */
    const ancestors = new Map<Element, { overflowX: string; overflowY: string; isFixed: boolean; box: Box }>()
    function readAncestor(element: Element) {
      const known = ancestors.get(element)
      if (known !== undefined) return known
      const { overflowX, overflowY, position } = getComputedStyle(element)
      const read = { overflowX, overflowY, isFixed: position === 'fixed', box: plain(element.getBoundingClientRect()) }
      ancestors.set(element, read)
      return read
    }

    /** Of the edges of an element with scrolled content only those are in the way that do not scroll. */
    function cutterOf(element: Element, lines: readonly Box[]): Element | null {
      let [checksX, checksY] = [true, true]
      for (let at: Element | null = element; at !== null; at = at.parentElement) {
        const { overflowX, overflowY, isFixed, box } = readAncestor(at)
        const isOut = (rect: Box) =>
          (checksX && clips(overflowX) && (rect.left < box.left - 2 || rect.right > box.right + 2)) ||
          (checksY && clips(overflowY) && (rect.top < box.top - 2 || rect.bottom > box.bottom + 2))
        if (lines.some(isOut)) return at
        if (/auto|scroll/.test(overflowX)) checksX = false
        if (/auto|scroll/.test(overflowY)) checksY = false
        if (isFixed) return null
      }
      return null
    }

    function shownTexts(): Shown[] {
      ancestors.clear()
      // What a modal dialog covers is checked without it.
      const root = [...document.querySelectorAll('dialog:modal')].at(-1) ?? document.body
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
      const found: Shown[] = []
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        const text = node.textContent?.trim() ?? ''
        const element = node.parentElement
        if (text === '' || element === null || element.closest('.visually-hidden, option, script, style') !== null)
          continue
        if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue
        // Shown to screen readers only.
        if (element.clientWidth === 1 && element.clientHeight === 1) continue
        const range = document.createRange()
        range.selectNodeContents(node)
        const lines = [...range.getClientRects()].filter(({ width, height }) => width > 1 && height > 1).map(plain)
        if (lines.length === 0) continue
        const seen = lines.map((line) => inSight(line, element))
        found.push({ node, text, seen, cutBy: cutterOf(element, lines) })
      }
      return found
    }

    /** The part of a line that is not scrolled out of sight. */
    function inSight(line: Box, element: Element): Box {
      let { left, top, right, bottom } = line
      for (let at: Element | null = element; at !== null; at = at.parentElement) {
        const { overflowX, overflowY, isFixed, box } = readAncestor(at)
        if (overflowX !== 'visible') [left, right] = [Math.max(left, box.left), Math.min(right, box.right)]
        if (overflowY !== 'visible') [top, bottom] = [Math.max(top, box.top), Math.min(bottom, box.bottom)]
        if (isFixed) break
      }
      return { left, top, right: Math.max(left, right), bottom: Math.max(top, bottom) }
    }

    /** Whether both elements are seen at a point: nothing with a background of its own is over the lower one. */
    function areBothSeen(x: number, y: number, a: Element, b: Element): boolean {
      const stack = document.elementsFromPoint(x, y)
      const lower = Math.max(stack.indexOf(a), stack.indexOf(b))
      if (!stack.includes(a) || !stack.includes(b)) return false
      const over = stack.slice(0, lower).filter((each) => !each.contains(stack[lower]!))
      return over.every((each) => /^rgba\(.*, 0\)$/.test(getComputedStyle(each).backgroundColor))
    }

    function doOverlap(a: Shown, b: Shown): boolean {
      return a.seen.some((one) =>
        b.seen.some((other) => {
          const [left, right] = [Math.max(one.left, other.left), Math.min(one.right, other.right)]
          const [top, bottom] = [Math.max(one.top, other.top), Math.min(one.bottom, other.bottom)]
          // Lines have some room above and below their letters.
          if (right - left <= 3 || bottom - top <= 6) return false
          return areBothSeen((left + right) / 2, (top + bottom) / 2, a.node.parentElement!, b.node.parentElement!)
        }),
      )
    }

    function overlaps(texts: readonly Shown[]): [Shown, Shown][] {
      return texts.flatMap((a, at) =>
        texts
          .slice(at + 1)
          .filter((b) => doOverlap(a, b))
          .map((b): [Shown, Shown] => [a, b]),
      )
    }

    const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    const nameOf = (element: Element) => `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''}`
    const pathOf = (element: Element | null) =>
      [element?.parentElement?.parentElement, element?.parentElement, element]
        .flatMap((each) => (each ? [nameOf(each)] : []))
        .join(' > ')
    const isInTooltip = ({ node, text }: Shown) =>
      [...document.querySelectorAll('[title]')].some(
        (each) => each.contains(node) && (each.getAttribute('title') ?? '').includes(text),
      )

    const before = shownTexts()
    const cutBefore = new Set(before.filter(({ cutBy }) => cutBy !== null).map(({ node }) => node))
    const overlapsBefore = overlaps(before)
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(css)
    document.adoptedStyleSheets.push(sheet)
    await nextFrame()
    await nextFrame()
    const after = shownTexts()
    const cut = after.filter((shown) => shown.cutBy !== null && !cutBefore.has(shown.node) && !isInTooltip(shown))
    const overlapping = overlaps(after).filter(
      ([a, b]) => !overlapsBefore.some(([c, d]) => c.node === a.node && d.node === b.node),
    )
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== sheet)
    await nextFrame()
    return [
      ...cut.map(({ node, text, cutBy }) => `cut: ${text} (${pathOf(node.parentElement)}) by ${pathOf(cutBy)}`),
      ...overlapping.map(
        ([a, b]) => `overlap: ${a.text} (${pathOf(a.node.parentElement)}), ${b.text} (${pathOf(b.node.parentElement)})`,
      ),
    ]
  }, spacing)
}
