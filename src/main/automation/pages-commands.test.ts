import { describe, expect, it } from 'vitest'
import type { PagesRun } from '../assets/exports.ts'
import { runArgs } from '../../../test/support/run-args.ts'
import type { CommandContext } from './program/command.ts'
import { galleryCommand, sheetCommand } from './pages-commands.ts'

const sheet = (args: string[], context: CommandContext) => runArgs([sheetCommand], ['sheet', ...args], context)
const gallery = (args: string[], context: CommandContext) => runArgs([galleryCommand], ['gallery', ...args], context)
const id = '01ARZ3NDEKTSV4RRFFQ69G5FAV'

function contextOf(failed: object[] = [], missingCharacters: string[] = []) {
  const requests: PagesRun<unknown>[] = []
  const write = async (request: PagesRun<unknown>) => {
    requests.push(request)
    return { paths: ['/out/Kites'], failed, missingCharacters }
  }
  const exports = { sheet: write, gallery: write }
  const context = { workingFolder: '/here', signal: new AbortController().signal, services: async () => ({ exports }) }
  return { asked: requests, context: context as unknown as CommandContext }
}

describe('page commands', () => {
  it('use defaults without options', async () => {
    const { asked, context } = contextOf()
    await sheet([id, '--out', 'pages'], context)
    await gallery([id, '--out', '/pages', '--title', ' Kites '], context)
    expect(asked).toEqual([
      {
        ids: [id],
        folder: '/here/pages',
        options: { kind: 'pdf', title: '', caption: '{name}', rows: 5, columns: 4, page: 'a4', isLandscape: false },
      },
      { ids: [id], folder: '/pages', options: { title: 'Kites', caption: '{name}', longestSidePx: 1_600 } },
    ])
  })

  it('pass on their options', async () => {
    const { asked, context } = contextOf()
    const args = ['--as', 'png', '--rows', '2', '--columns', '3', '--page', 'letter', '--landscape', '--caption', '']
    await sheet([id, '--out', 'pages', ...args], context)
    const options = { kind: 'png', rows: 2, columns: 3, page: 'letter', isLandscape: true, caption: '' }
    expect(asked[0]?.options).toMatchObject(options)
  })

  it.each([
    [['--out', 'x'], 'The argument <ids> is missing.'],
    [['kite.png', '--out', 'x'], 'not an image ID'],
    [[id], 'The required option --out <folder> is missing.'],
    [[id, '--out', 'x', '--as', 'tiff'], '--as must be one of pdf, png'],
    [[id, '--out', 'x', '--page', 'b5'], '--page must be one of a4, a3, letter'],
    [[id, '--out', 'x', '--rows', '21'], '--rows must be a whole number from 1 to 20'],
    [[id, '--out', 'x', '--title', 'x'.repeat(201)], '--title is longer than 200'],
  ])('reject %j', async (args, message) => {
    await expect(sheet(args, contextOf().context)).rejects.toThrow(message)
  })

  it('fail and name the images that are missing', async () => {
    const error = { code: 'storage/not-found', message: 'It is gone.' }
    const { context } = contextOf([{ id, name: 'kite', error }])
    const outcome = await sheet([id, '--out', 'x'], context)
    expect(outcome).toMatchObject({ lines: ['/out/Kites'], problems: ['kite: It is gone.'] })
    expect(outcome.report).toMatchObject({ success: false, pages: { left_out: [{ id, name: 'kite' }] } })
  })

  it('warn about characters that no installed font has', async () => {
    const outcome = await sheet([id, '--out', 'x'], contextOf([], ['赤']).context)
    expect(outcome.problems).toEqual([expect.stringContaining('赤 (U+8D64)')])
    const warnings = [{ code: 'missing-characters', message: outcome.problems?.[0] }]
    expect(outcome.report).toMatchObject({ success: true, warnings, pages: { missing_characters: ['赤'] } })
  })
})
