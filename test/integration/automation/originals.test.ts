import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runCommand, type ProgramResult } from '../../support/run-command.ts'
import { shareOriginals } from '../../support/share-originals.ts'
import { smallPng } from '../../support/small-images.ts'

let folder: string
let home: string
let shared: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-originals-'))
  home = join(folder, 'home')
  shared = join(folder, 'shared')
  await mkdir(home)
  await mkdir(shared)
  // As an earlier version wrote it.
  await writeFile(join(home, 'settings.json'), JSON.stringify({ version: 1, originalsFolder: shared }))
})
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))

function atelier(...args: string[]): Promise<ProgramResult> {
  return runCommand([...args, '--json'], { home, cwd: folder })
}

interface Report {
  readonly error_code: string | null
  readonly images: readonly { readonly id: string; readonly path: string }[]
  readonly originals?: object
  readonly verified?: object
  readonly configuration?: { readonly problems: readonly object[] }
}
const reportOf = ({ out }: ProgramResult) => JSON.parse(out) as Report

async function importImage(seed: number): Promise<string> {
  const path = join(folder, `${seed}.png`)
  await writeFile(path, smallPng(seed))
  const result = await atelier('import', path)
  expect(result).toMatchObject({ code: 0, err: '' })
  return reportOf(result).images[0]?.id ?? ''
}

const pathOf = async (id: string) => reportOf(await atelier('show', id)).images[0]?.path ?? ''

it('originals of an earlier version’s shared folder are shown, and moved back to the library', async () => {
  const id = await importImage(1)
  expect(reportOf(await atelier('originals')).originals).toEqual({ shared: 0, folder: null })
  shareOriginals(home, shared)
  const files = (await readdir(shared, { recursive: true })).toSorted()
  const path = await pathOf(id)
  expect(path).toContain(shared)
  expect(await readFile(path)).toEqual(smallPng(1))
  expect(reportOf(await atelier('originals')).originals).toEqual({ shared: 1, folder: shared })
  // A new one stays in the library.
  expect(await pathOf(await importImage(2))).toContain(join(home, 'library'))

  await rename(shared, `${shared}-away`)
  const unchecked = await atelier('verify')
  expect(unchecked.code).toBe(1)
  expect(reportOf(unchecked)).toMatchObject({
    error_code: 'storage/unreachable',
    verified: { files: 1, problems: [], unreachable: [{ folder: shared, files: 1 }] },
  })
  const away = await atelier('originals', '--move-back')
  expect(away.code).toBe(1)
  expect(reportOf(away)).toMatchObject({
    error_code: 'storage/unreachable',
    originals: { shared: 1, moved_back: 0, not_moved_back: [], unreachable: [shared] },
  })
  await rename(`${shared}-away`, shared)

  const moved = await atelier('originals', '--move-back')
  expect(moved.code).toBe(0)
  expect(reportOf(moved).originals).toEqual({
    shared: 0,
    folder: null,
    moved_back: 1,
    not_moved_back: [],
    unreachable: [],
  })
  expect(await pathOf(id)).toContain(join(home, 'library'))
  expect(await readFile(await pathOf(id))).toEqual(smallPng(1))
  expect((await readdir(shared, { recursive: true })).toSorted()).toEqual(files)
  expect((await atelier('verify')).code).toBe(0)
}, 240_000)

it('atelier.yaml with a folder for originals applies, and says that this setting is gone', async () => {
  const path = join(home, 'atelier.yaml')
  await writeFile(path, `settings:\n  originals: { folder: ${JSON.stringify(shared)} }\n  theme: light\n`)
  const gone = /^atelier\.yaml line 2, settings\.originals: is no longer a setting of Atelier .*--move-back/
  const shown = await runCommand(['config', 'show'], { home, cwd: folder })
  expect(shown).toMatchObject({ code: 0, err: expect.stringMatching(gone) })
  expect(shown.out).toContain('light')
  const checked = await atelier('config', 'check')
  expect(checked.code).toBe(0)
  expect(reportOf(checked).configuration?.problems).toMatchObject([{ line: 2, field: 'settings.originals' }])
}, 60_000)
