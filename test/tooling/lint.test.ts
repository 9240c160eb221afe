import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { projectRoot } from '../../scripts/setup/project.mjs'

/** Linters run in plain Node, as in `npm run check`: the native part of oxlint does not load in Electron's Node. */
const node = process.env['npm_node_execpath'] ?? 'node'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** The rules that one file breaks, by the project's own configuration. */
function brokenRules(path: string, text: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'atelier-lint-'))
  folders.push(folder)
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
  symlinkSync(join(projectRoot, 'node_modules'), join(folder, 'node_modules'), 'junction')
  // Overrides name folders relative to the configuration, so the file gets its own configuration beside it.
  writeFileSync(join(folder, '.oxlintrc.json'), JSON.stringify({ extends: [join(projectRoot, '.oxlintrc.json')] }))
  const args = [join(projectRoot, 'node_modules/oxlint/bin/oxlint'), '--type-aware', '--format', 'json', path]
  const { stdout } = spawnSync(node, args, { cwd: folder, encoding: 'utf8' })
  return (JSON.parse(stdout) as { diagnostics: { code: string }[] }).diagnostics.map(({ code }) => code)
}

const service = 'src/main/assets/example.ts'

describe('lint rules', () => {
  it.each([
    ['atelier(no-plain-error)', service, "export function fail(): never {\n  throw new Error('no')\n}\n"],
    ['atelier(mocks-apart)', 'src/main/assets/example.test.ts', "import { vi } from 'vitest'\nvi.mock('node:os')\n"],
    ['atelier(retired-words)', service, 'export const favouriteColors = 1\n'],
    ['atelier(retired-words)', service, "export const title = 'Cancelled'\n"],
    ['atelier(retired-words)', service, 'export const title = `${1} in grey`\n'],
    ['atelier(retired-words)', 'src/renderer/ui/example.tsx', 'export const Title = () => <p>colour</p>\n'],
    ['atelier(retired-words)', 'src/main/assets/colour.ts', 'export const one = 1\n'],
    ['typescript(no-explicit-any)', service, 'export const anything: any = 1\n'],
    ['import(no-default-export)', service, 'export default 1\n'],
    ['typescript(no-floating-promises)', service, 'async function go(): Promise<void> {}\ngo()\n'],
    ['eslint(no-restricted-imports)', service, "import { ipcMain } from 'electron'\nexport const main = ipcMain\n"],
    ['eslint(no-restricted-properties)', 'src/renderer/ui/example.ts', 'export const { call } = window.bridge\n'],
    ['eslint(no-restricted-globals)', 'src/renderer/editor/raster/example.ts', 'export const page = document\n'],
    [
      'typescript(switch-exhaustiveness-check)',
      service,
      "export function size(kind: 'a' | 'b'): number {\n  switch (kind) {\n    case 'a':\n      return 1\n  }\n  return 0\n}\n",
    ],
    ['eslint(max-lines)', service, Array.from({ length: 401 }, (_, at) => `export const n${at} = ${at}`).join('\n')],
    ['unicorn(filename-case)', 'src/main/assets/Example.ts', 'export const one = 1\n'],
  ])('%s is reported', (rule, path, text) => {
    expect(brokenRules(path, text)).toContain(rule)
  })

  it.each([
    [
      'a mock in a .mock.test.ts file',
      'src/main/assets/example.mock.test.ts',
      "import { vi } from 'vitest'\nvi.mock('node:os')\n",
    ],
    [
      'ipcMain in src/main/ipc',
      'src/main/ipc/example.ts',
      "import { ipcMain } from 'electron'\nexport const m = ipcMain\n",
    ],
    ['a plain error in a test', 'src/main/a.test.ts', "export function fail(): never {\n  throw new Error('no')\n}\n"],
    ['window.bridge in the client', 'src/renderer/client/example.ts', 'export const { call } = window.bridge\n'],
  ])('%s is allowed', (_case, path, text) => {
    expect(brokenRules(path, text)).toEqual([])
  })
})

/** The rules that a style sheet breaks. */
function brokenStyleRules(path: string, css: string): string[] {
  const linter = join(projectRoot, 'node_modules/stylelint/bin/stylelint.mjs')
  const args = [linter, '--stdin', '--stdin-filename', join(projectRoot, path), '--formatter', 'json']
  const { stdout, stderr } = spawnSync(node, args, { cwd: projectRoot, encoding: 'utf8', input: css })
  const reports = JSON.parse(stdout.trim() === '' ? stderr : stdout) as { warnings: { rule: string }[] }[]
  return reports.flatMap(({ warnings }) => warnings.map(({ rule }) => rule))
}

const sheet = 'src/renderer/ui/example.css'

describe('style rules', () => {
  it.each([
    ['color-no-hex', sheet, '.example {\n  color: #fff;\n}\n'],
    ['function-disallowed-list', sheet, '.example {\n  color: rgb(0 0 0 / 50%);\n}\n'],
    ['declaration-property-value-allowed-list', sheet, '.example {\n  font-size: 12px;\n}\n'],
    ['declaration-property-value-allowed-list', sheet, '.example {\n  border-radius: 5px;\n}\n'],
    ['property-no-unknown', sheet, '.example {\n  colour: red;\n}\n'],
    ['no-duplicate-selectors', sheet, '.a {\n  top: 0;\n}\n\n.a {\n  bottom: 0;\n}\n'],
    ['property-disallowed-list', sheet, '.example {\n  margin-left: 4px;\n}\n'],
    ['property-disallowed-list', sheet, '.example {\n  border-top-left-radius: 0;\n}\n'],
    ['declaration-property-value-disallowed-list', sheet, '.example {\n  left: 4px;\n}\n'],
    ['declaration-property-value-disallowed-list', sheet, '.example {\n  text-align: right;\n}\n'],
    ['declaration-property-value-disallowed-list', sheet, '.example {\n  padding: 0 calc(1px + 2px) 0 4px;\n}\n'],
    [
      'declaration-property-value-disallowed-list',
      sheet,
      '.example {\n  border-radius: var(--radius) 0 0 var(--radius);\n}\n',
    ],
  ])('%s is reported', (rule, path, css) => {
    expect(brokenStyleRules(path, css)).toContain(rule)
  })

  it('the middle and even sides, which are the same in both directions of reading, are allowed', () => {
    const css =
      '.example {\n  left: 50%;\n  padding: 1px 4px 2px;\n  border-radius: var(--radius) var(--radius) 0 0;\n}\n'
    expect(brokenStyleRules(sheet, css)).toEqual([])
  })

  it('tokens may define colors', () => {
    expect(brokenStyleRules('src/renderer/app/theme/tokens.css', ':root {\n  --line: #fff;\n}\n')).toEqual([])
  })
})
