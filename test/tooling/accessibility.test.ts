import { glob, readFile } from 'node:fs/promises'
import { basename, join, relative } from 'node:path'
import { expect, it } from 'vitest'
import { projectRoot } from '../../scripts/setup/project.mjs'
import { openedParts } from '../e2e/support/opened-parts.ts'

const renderer = join(projectRoot, 'src/renderer')
/** The components that others open by; what they are built of counts where it is used. */
const components = /^ui\/(?:dialog|popover|menu)/
const opened = /<(?:Dialog|Popover|MenuButton|MenuPart|Menu|Radix\.Content)\b/g

const compareTexts = (a: string, b: string) => (a < b ? -1 : 1)

async function textsOf(pattern: string): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>()
  for await (const path of glob(pattern, { cwd: projectRoot })) {
    texts.set(path, await readFile(join(projectRoot, path), 'utf8'))
  }
  return texts
}

it('every dialog, popover and menu is in the list of what is audited, as often as it is written', async () => {
  const written: string[] = []
  for (const [path, text] of await textsOf('src/renderer/**/*.tsx')) {
    const file = relative(renderer, join(projectRoot, path))
    if (!components.test(file)) written.push(...[...text.matchAll(opened)].map(() => file))
  }
  expect(written.length).toBeGreaterThan(60)
  expect(openedParts.map(({ file }) => file).toSorted(compareTexts)).toEqual(written.toSorted(compareTexts))
})

it('each of them is audited once', async () => {
  const tests = [...(await textsOf('test/{page,e2e}/*.{page,e2e}.ts')).values()].filter((text) =>
    /expect\w*Accessible\(/.test(text),
  )
  const timesNamed = (audit: string) => tests.reduce((sum, text) => sum + text.split(`'${audit}'`).length - 1, 0)
  const audits = openedParts.map(({ audit }) => audit)
  expect(new Set(audits).size).toBe(audits.length)
  expect(audits.filter((audit) => timesNamed(audit) === 0)).toEqual([])
})

const criteria = {
  A: (
    '1.1.1 1.2.1 1.2.2 1.2.3 1.3.1 1.3.2 1.3.3 1.4.1 1.4.2 2.1.1 2.1.2 2.1.4 2.2.1 2.2.2 2.3.1 2.4.1 2.4.2 2.4.3 2.4.4 ' +
    '2.5.1 2.5.2 2.5.3 2.5.4 3.1.1 3.2.1 3.2.2 3.2.6 3.3.1 3.3.2 3.3.7 4.1.2'
  ).split(' '),
  AA: (
    '1.2.4 1.2.5 1.3.4 1.3.5 1.4.3 1.4.4 1.4.5 1.4.10 1.4.11 1.4.12 1.4.13 2.4.5 2.4.6 2.4.7 2.4.11 2.5.7 2.5.8 3.1.2 ' +
    '3.2.3 3.2.4 3.3.3 3.3.4 3.3.8 4.1.3'
  ).split(' '),
}

async function readReport() {
  const text = await readFile(join(projectRoot, 'docs', 'accessibility.md'), 'utf8')
  const rows = text.split('\n').filter((line) => /^\| \d/.test(line))
  const report = rows.map((row) => {
    const [criterion = '', level = '', result = '', remarks = '', tests = ''] = row
      .split('|')
      .slice(1)
      .map((cell) => cell.trim())
    const names = [...tests.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)
    return { number: criterion.split(' ')[0]!, level, result, remarks, names }
  })
  return { report, notMet: text.split('\n## Not met')[1] ?? '' }
}

it('the report names each criterion of WCAG 2.2, A and AA, once, with its level, a result and a remark', async () => {
  const { report } = await readReport()
  const named = (level: string) => report.filter((row) => row.level === level).map(({ number }) => number)
  expect(new Set(named('A'))).toEqual(new Set(criteria.A))
  expect(new Set(named('AA'))).toEqual(new Set(criteria.AA))
  expect(report).toHaveLength(55)
  expect(report.filter(({ result }) => !['met', 'partly', 'not met', 'not applicable'].includes(result))).toEqual([])
  expect(report.filter(({ remarks }) => remarks.length < 5)).toEqual([])
})

it('what is met only in part is said below, and nothing else is', async () => {
  const { report, notMet } = await readReport()
  const below = [...notMet.matchAll(/\((\d\.\d\.\d+)\)/g)].map(([, number = '']) => number)
  const partly = report.filter(({ result }) => result === 'partly' || result === 'not met').map(({ number }) => number)
  expect(new Set(below)).toEqual(new Set(partly))
})

it('whatever applies names tests that exist', async () => {
  const { report } = await readReport()
  const known = new Set([...(await textsOf('{src,test}/**/*.{test,page,e2e}.ts')).keys()].map((path) => basename(path)))
  expect(report.filter(({ result, names }) => (result === 'not applicable') !== (names.length === 0))).toEqual([])
  expect(report.flatMap(({ names }) => names).filter((name) => !known.has(name))).toEqual([])
})

async function readThemes(): Promise<{ css: string; themes: Map<string, ReadonlyMap<string, string>> }> {
  const css = await readFile(join(renderer, 'app/theme/tokens.css'), 'utf8')
  const colorsOf = (theme: string) => {
    const [, block = ''] = new RegExp(`\\[data-theme='${theme}'\\] \\{(.*?)\\n\\}`, 's').exec(css) ?? []
    return new Map([...block.matchAll(/--([\w-]+): (#[\da-f]{6});/g)].map(([, name = '', hex = '']) => [name, hex]))
  }
  return { css, themes: new Map(['dark', 'light'].map((theme) => [theme, colorsOf(theme)])) }
}

it('the ring of the focus and the colors of states have 3 : 1 on every surface of both themes (1.4.11)', async () => {
  for (const [theme, colors] of (await readThemes()).themes) {
    for (const color of ['accent', 'done', 'warning', 'danger', 'muted']) {
      for (const surface of ['background', 'stage', 'panel', 'raised', 'field', 'hover']) {
        const ratio = contrastOf(colors.get(color)!, colors.get(surface)!)
        expect(ratio, `${color} on ${surface}, ${theme}`).toBeGreaterThanOrEqual(3)
      }
    }
  }
})

it('with high contrast, tracks have 3 : 1 to the panel and to what fills them, in both themes (1.4.11)', async () => {
  const { css, themes } = await readThemes()
  const [, percent] = /--track: color-mix\(in srgb, var\(--panel\), var\(--text\) (\d+)%\)/.exec(css) ?? []
  for (const [theme, colors] of themes) {
    const [panel, text] = [colors.get('panel')!, colors.get('text')!]
    const track = mix(panel, text, Number(percent) / 100)
    expect(contrastOf(track, panel), `on the panel, ${theme}`).toBeGreaterThanOrEqual(3)
    expect(contrastOf(track, text), `filled, ${theme}`).toBeGreaterThanOrEqual(3)
  }
})

/** `color-mix` in sRGB of two colors, `#rrggbb`. @param share of the second, 0 to 1 */
function mix(one: string, other: string, share: number): string {
  const channels = [1, 3, 5].map((at) => {
    const [a, b] = [one, other].map((hex) => Number.parseInt(hex.slice(at, at + 2), 16))
    return Math.round(a! * (1 - share) + b! * share)
  })
  return `#${channels.map((value) => value.toString(16).padStart(2, '0')).join('')}`
}

function contrastOf(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminanceOf(one), luminanceOf(other)].toSorted((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

/** Relative luminance of an sRGB color, `#rrggbb`, as WCAG defines it. */
function luminanceOf(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
