import { describe, expect, it } from 'vitest'
import { programArguments, readPlaces } from './program-arguments.ts'

describe('programArguments', () => {
  it.each([
    ['packaged, no arguments', ['/opt/atelier'], false, []],
    ['packaged, a file', ['/opt/atelier', '--no-sandbox', 'a.png'], false, ['a.png']],
    ['packaged, help', ['/opt/atelier', '--no-sandbox', '--help'], false, ['--help']],
    ['packaged, a command', ['/opt/atelier', 'fill', 'a.png', '--seed', '5'], false, ['fill', 'a.png', '--seed', '5']],
    ['development, no arguments', ['electron', '--no-sandbox', '.'], true, []],
    ['development, a command', ['electron', '--no-sandbox', '.', 'list', '--json'], true, ['list', '--json']],
    ['development, help', ['electron', '.', '--help'], true, ['--help']],
    ['development, switches after the app path', ['electron', '.', '--no-sandbox', 'a.png'], true, ['a.png']],
    ['a configuration for the window', ['/opt/atelier', '--config', 'own.yaml', 'a.png'], false, ['a.png']],
    [
      'a configuration for a command',
      ['/opt/atelier', 'list', '--config', 'own.yaml'],
      false,
      ['list', '--config', 'own.yaml'],
    ],
  ])('%s', (_name, argv, hasAppPath, args) => {
    expect(programArguments(argv, hasAppPath)).toEqual(args)
  })
})

describe('readPlaces', () => {
  it('finds the configuration file', () => {
    expect(readPlaces(['/opt/atelier', '--config', 'own.yaml'])).toEqual({ configPath: 'own.yaml' })
    expect(readPlaces(['/opt/atelier', '--config=own.yaml', 'a.png'])).toEqual({ configPath: 'own.yaml' })
    expect(readPlaces(['/opt/atelier', 'a.png'])).toEqual({})
  })
})
