import { describe, expect, it } from 'vitest'
import { programArguments } from './program-arguments.ts'

describe('programArguments', () => {
  it.each([
    ['packaged, nothing', ['/opt/atelier'], false, []],
    ['packaged, a file', ['/opt/atelier', '--no-sandbox', 'a.png'], false, ['a.png']],
    ['packaged, help', ['/opt/atelier', '--no-sandbox', '--help'], false, ['--help']],
    ['packaged, a command', ['/opt/atelier', 'fill', 'a.png', '--seed', '5'], false, ['fill', 'a.png', '--seed', '5']],
    ['developing, nothing', ['electron', '--no-sandbox', '.'], true, []],
    ['developing, a command', ['electron', '--no-sandbox', '.', 'list', '--json'], true, ['list', '--json']],
    ['developing, help', ['electron', '.', '--help'], true, ['--help']],
    ['developing, switches behind the app', ['electron', '.', '--no-sandbox', 'a.png'], true, ['a.png']],
  ])('%s', (_name, argv, hasAppPath, words) => {
    expect(programArguments(argv, hasAppPath)).toEqual(words)
  })
})
