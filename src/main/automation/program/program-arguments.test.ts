import { describe, expect, it } from 'vitest'
import { programArguments, readPlaces, switchesAmongWords } from './program-arguments.ts'

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
      'names of files after the end of the switches',
      ['/opt/atelier', '--', 'a.png', '--b.png'],
      false,
      ['a.png', '--b.png'],
    ],
    [
      'a command after the end of the switches',
      ['/opt/atelier', '--x', '--', 'list', '--json'],
      false,
      ['list', '--json'],
    ],
    ['a file named like the configuration', ['/opt/atelier', '--', '--config', 'a.png'], false, ['a.png']],
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

describe('switchesAmongWords', () => {
  it.each([
    ['a prompt', ['/opt/atelier', 'generate', '--remote-debugging-port=1', 'a kite'], false, ['remote-debugging-port']],
    [
      'files',
      ['/opt/atelier', '--', 'a.png', '--No-Sandbox', '/gpu-launcher=x'],
      false,
      ['no-sandbox', 'gpu-launcher'],
    ],
    ['a switch that was given as well', ['/opt/atelier', '--no-sandbox', 'a.png', '--no-sandbox'], false, []],
    ['development', ['electron', '--no-sandbox', '.', '--lang=de', 'list', '--json'], true, ['json']],
    ['no words', ['/opt/atelier', '--no-sandbox', '--lang=de'], false, []],
  ])('%s', (_name, argv, hasAppPath, names) => {
    expect(switchesAmongWords(argv, hasAppPath)).toEqual(names)
  })
})

describe('readPlaces', () => {
  const found = { configPath: 'own.yaml' }
  const window = { isCommand: false, hasAppPath: false }
  const command = { ...window, isCommand: true }

  it('finds the configuration file', () => {
    expect(readPlaces(['/opt/atelier', '--config', 'own.yaml'], window)).toEqual(found)
    expect(readPlaces(['/opt/atelier', '--config=own.yaml', 'a.png'], window)).toEqual(found)
    expect(
      readPlaces(['electron', '.', '--no-sandbox', '--config', 'own.yaml'], { ...window, hasAppPath: true }),
    ).toEqual(found)
    expect(readPlaces(['/opt/atelier', '--', 'list', '--config', 'own.yaml'], command)).toEqual(found)
    expect(readPlaces(['/opt/atelier', 'list', '--config=own.yaml'], command)).toEqual(found)
    expect(readPlaces(['/opt/atelier', 'a.png'], window)).toEqual({})
    expect(readPlaces(['/opt/atelier', '--config'], window)).toEqual({})
  })

  it('takes no file to open for it', () => {
    for (const words of [
      ['a.png', '--config=b.png'],
      ['--', '--config=b.png'],
      ['--', 'a.png', '--config', 'b.png'],
    ])
      expect(readPlaces(['/opt/atelier', ...words], window)).toEqual({})
  })
})
