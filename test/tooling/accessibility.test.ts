import { glob, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { expect, it } from 'vitest'
import { projectRoot } from '../../scripts/setup/project.mjs'
import { openedParts } from '../e2e/support/opened-parts.ts'

const renderer = join(projectRoot, 'src/renderer')
/** The components that others open by; what they are built of counts where it is used. */
const components = /^ui\/(?:dialog|popover|menu)/
const opened = /<(?:Dialog|Popover|MenuButton|MenuPart|Menu|Radix\.Content)\b/g

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
  expect(openedParts.map(({ file }) => file).toSorted()).toEqual(written.toSorted())
})

it('each of them is audited once', async () => {
  const tests = [...(await textsOf('test/e2e/*.e2e.ts')).values()].filter((text) => /expect\w*Accessible\(/.test(text))
  const timesNamed = (audit: string) => tests.reduce((sum, text) => sum + text.split(`'${audit}'`).length - 1, 0)
  const audits = openedParts.map(({ audit }) => audit)
  expect(new Set(audits).size).toBe(audits.length)
  expect(audits.filter((audit) => timesNamed(audit) === 0)).toEqual([])
})
