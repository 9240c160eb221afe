import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { projectRoot } from '../../scripts/setup/project.mjs'

/** The linter runs in plain Node, as `npm run check` runs it. */
const node = process.env['npm_node_execpath'] ?? 'node'

/** The rules that a style sheet breaks. */
function brokenRules(path: string, css: string): string[] {
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
    ['no-duplicate-selectors', sheet, '.a {\n  top: 0;\n}\n\n.a {\n  left: 0;\n}\n'],
  ])('%s is seen', (rule, path, css) => {
    expect(brokenRules(path, css)).toContain(rule)
  })

  it('tokens hold the colors', () => {
    expect(brokenRules('src/renderer/app/theme/tokens.css', ':root {\n  --line: #fff;\n}\n')).toEqual([])
  })
})
