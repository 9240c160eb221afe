import type { Page } from '@playwright/test'
import axe from 'axe-core'
import { turnCount } from '../../../scripts/checks/turn.mjs'
import { runsPerTurn } from '../../support/out-of-turn.ts'
import { isFull, isMyTurn, isShared, turn } from '../../support/turn.ts'
import { openedParts } from './opened-parts.ts'
import { expect, test } from './test.ts'
import { expectSpacedTextsFit } from './text-spacing.ts'

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice']
/**
 * What is checked in each theme. Only the colors of the page differ between them: with all rules in both themes, the
 * other rules found the same in every scan.
 */
const themes = turn % 2 === 0 ? (['light', 'dark'] as const) : (['dark', 'light'] as const)
const checks = [
  { theme: themes[0], runOnly: { type: 'tag', values: standards } },
  { theme: themes[1], runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } },
] as const

/**
 * The defaults of axe, except for what it leaves undecided by itself: single letters, arrows and stars are text here,
 * and a pseudo element (lines, stripes, thumbs of sliders) is never the background of a text.
 */
const contrast = {
  ignoreUnicode: false,
  ignoreLength: true,
  ignorePseudo: true,
  boldValue: 700,
  boldTextPt: 14,
  largeTextPt: 18,
  contrastRatio: { normal: { expected: 4.5 }, large: { expected: 3 } },
  pseudoSizeThreshold: 0.25,
  shadowOutlineEmMax: 0.2,
  textStrokeEmMin: 0.03,
}

interface Finding {
  readonly rule: string
  readonly help: string
  /** The selector, the HTML and the failure summary of each element. */
  readonly places: readonly string[]
}

/** What axe leaves undecided and a person has found correct. Anything else that it leaves undecided fails. */
const decided: readonly { readonly rule: string; readonly place: RegExp; readonly why: string }[] = [
  {
    rule: 'target-size',
    place: /tool-bar-corner|data-tool=/,
    why: 'a long press, a right click and the right arrow on the tool itself open the same (2.5.8, equivalent)',
  },
  { rule: 'target-size', place: /role="listbox"/, why: 'an empty list' },
  { rule: 'aria-required-children', place: /role="listbox"/, why: 'an empty list, which says so' },
  { rule: 'label-content-name-mismatch', place: /gallery-tile/, why: '★★★★ is named “4 stars”' },
  {
    rule: 'color-contrast',
    place: /gallery-stars|gallery-tile-label|compare-l(?:abel|etter)|canvas-stage-sides|card-progress/,
    why: 'over an image, on 66 % black or darker: 4.7 : 1 at least over white',
  },
  { rule: 'color-contrast', place: /cover-veil/, why: 'over a blurred image, on 88 % of the panel: 7 : 1 at least' },
  { rule: 'color-contrast', place: /family-(?:step|maker)/, why: 'beneath an image, on the plain background' },
  { rule: 'color-contrast', place: /> td:nth-child\(3\)/, why: 'above the bar of a kind of files, not on it' },
  { rule: 'color-contrast', place: /data-look=/, why: 'the search as it is read, beneath its own transparent field' },
  {
    rule: 'color-contrast',
    place: /search-problems|tabindex="-1">Apply</,
    why: 'on the panel of the search, over the page',
  },
  {
    rule: 'color-contrast',
    place: /^(?:#_r_\w+_|label\[for="_r_\w+_"\]): <(?:h2|label|textarea) .*overlapped/,
    why: 'the prompt builder’s own panel: nothing lies over it (elementsFromPoint)',
  },
  { rule: 'color-contrast', place: /<text x=/, why: 'of a chart, on its plain panel' },
  { rule: 'color-contrast', place: /mention-option/, why: 'in the list at the caret, over the page' },
  {
    rule: 'color-contrast',
    place: /viewer-(?:position|zoom|origin)/,
    why: 'the plain bar of the viewer, partly under a menu',
  },
  {
    rule: 'color-contrast',
    place: /<h3>.*Axe encountered an error|<input .*Element has no value/,
    why: 'scrolled out of sight in its dialog; those in sight have the same colors',
  },
  { rule: 'color-contrast', place: /^\.tooltip/, why: 'on its way in or out, over the page' },
  { rule: 'color-contrast', place: /Fit in window/, why: 'the navigator’s own panel: nothing lies over it' },
]

/**
 * Returns the audits of a part of the window that this run makes. They take up to half of a test: of one that is in more
 * runs than one of twelve, the turn says the theme, and of one that every run has, whether it is audited. A test with a
 * turn of its own is audited in both themes, as its turn is always the same.
 */
function auditsOf(name: string): readonly (typeof checks)[number][] {
  const { project, titlePath, tags } = test.info()
  const runs = runsPerTurn([project.name, ...titlePath, ...tags].join(' '))
  if (isFull || !isShared || runs === turnCount) return checks
  return runs > 1 || isMyTurn(name, 3) ? checks.slice(0, 1) : []
}

/** Checks what is on screen against WCAG 2.0 to 2.2, A and AA, and best practice, and with text spacing. */
export async function expectAccessible(page: Page, name: string): Promise<void> {
  // A color in transition between two themes belongs to neither.
  await page.emulateMedia({ reducedMotion: 'reduce' })
  for (const { role, named } of openedParts.filter(({ audit }) => audit === name)) {
    const part =
      role === 'dialog'
        ? page.getByRole(role, { name: named, exact: true })
        : page.getByRole(role).filter({ hasText: named })
    await expect.soft(part.last(), `${name} is audited while it is open`).toBeVisible()
  }
  const audits = auditsOf(name)
  if (audits.length === 0) return
  await expectSpacedTextsFit(page, name)
  const own = await page.evaluate(() => document.documentElement.dataset['theme'])
  for (const { theme, runOnly } of audits) {
    await page.evaluate(showTheme, theme)
    expect.soft(await findingsOf(page, runOnly), `${name}, ${theme}`).toEqual([])
  }
  await page.evaluate(showTheme, own)
}

/** In the page: the colors of a theme, as the setting shows them, without saving it. */
function showTheme(theme: string | undefined): void {
  if (theme === undefined) document.documentElement.removeAttribute('data-theme')
  else document.documentElement.dataset['theme'] = theme
}

/** The violations, and what axe leaves undecided that is not in `decided`. What a modal dialog makes inert is left out. */
async function findingsOf(page: Page, { type, values }: (typeof checks)[number]['runOnly']): Promise<Finding[]> {
  const config = JSON.stringify({ checks: [{ id: 'color-contrast', options: contrast }] })
  // Through the debugger: the page's policy blocks added scripts.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(`${axe.source}; axe.configure(${config})`)
  const { violations, incomplete } = await page.evaluate(
    (runOnly) =>
      (window as unknown as { axe: typeof axe }).axe.run(
        [...document.querySelectorAll('dialog:modal')].at(-1) ?? document,
        {
          runOnly,
          resultTypes: ['violations', 'incomplete'],
          // Style sheets are read for rules on trial only, and no page here has a frame.
          preload: false,
          iframes: false,
        },
      ),
    { type, values: [...values] },
  )
  const undecided = incomplete.map(toFinding).map(withoutDecided)
  return [...violations.map(toFinding), ...undecided.filter(({ places }) => places.length > 0)]
}

function toFinding({ id, help, nodes }: axe.Result): Finding {
  return {
    rule: id,
    help,
    places: nodes.map(
      ({ target, html, failureSummary = '' }) =>
        `${target.join(' ')}: ${html.slice(0, 200)} ${failureSummary.replaceAll(/\s+/g, ' ')}`,
    ),
  }
}

function withoutDecided(finding: Finding): Finding {
  const isDecided = (place: string) => decided.some((entry) => entry.rule === finding.rule && entry.place.test(place))
  return { ...finding, places: finding.places.filter((place) => !isDecided(place)) }
}

/** Checks a dialog, popover or menu that is open, and closes it. */
export async function expectOpenedAccessible(
  page: Page,
  name: string,
  role: 'dialog' | 'menu' = 'dialog',
): Promise<void> {
  const opened = page.getByRole(role).last()
  await opened.waitFor()
  await expectAccessible(page, name)
  await page.keyboard.press('Escape')
  await expect(opened).toHaveCount(0)
}
