import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { homePathsAt } from '../../../src/main/platform/home-paths.ts'
import { assetIdSchema } from '../../../src/shared/domain/ids.ts'
import { startServices, type Services } from '../../e2e/support/services.ts'
import { openTestLibrary } from '../../support/open-library.ts'
import { runCommand, type ProgramResult } from '../../support/run-command.ts'
import { smallPng } from '../../support/small-images.ts'

/** Two computers: the built program with a home each, and one folder for originals. */
let folder: string
let shared: string
let services: Services

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-originals-'))
  shared = join(folder, 'shared')
  services = await startServices(['openai'])
  await mkdir(shared)
  for (const name of ['Ana', 'Ben']) {
    await mkdir(join(folder, name))
    const settings = { version: 1, originalsFolder: shared }
    await writeFile(join(folder, name, 'settings.json'), JSON.stringify(settings))
  }
})
afterAll(async () => {
  await services.close()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

function atelier(member: string, ...args: string[]): Promise<ProgramResult> {
  const env = { ...services.env, OPENAI_API_KEY: services.goodKey('openai') }
  return runCommand([...args, '--json'], { home: join(folder, member), cwd: folder, env })
}

interface Report {
  readonly error_code: string | null
  readonly images: readonly { readonly id: string; readonly path: string }[]
  readonly originals?: {
    readonly folder: string | null
    readonly shared: number
    readonly waiting: number
    readonly moved_back?: number
    readonly members: readonly { readonly is_self: boolean }[]
  }
}
const reportOf = ({ out }: ProgramResult) => JSON.parse(out) as Report
const originals = async () =>
  (await readdir(join(shared, 'atelier-originals', 'files'), { recursive: true })).filter((name) =>
    name.endsWith('.png'),
  )

async function importInto(member: string, seed: number): Promise<string> {
  const path = join(folder, `${member}-${seed}.png`)
  await writeFile(path, smallPng(seed))
  const result = await atelier(member, 'import', path)
  expect(result.code).toBe(0)
  return reportOf(result).images[0]?.id ?? ''
}

const pathOf = async (member: string, id: string) => reportOf(await atelier(member, 'show', id)).images[0]?.path ?? ''

/** The command line deletes no image: as the window does it, on the same library. */
async function purge(member: string, text: string): Promise<void> {
  const id = assetIdSchema.parse(text)
  const library = openTestLibrary(homePathsAt(join(folder, member)), { originalsFolder: () => shared })
  await library.assets.trash.add([id])
  await library.assets.trash.purge([id])
  await library.close()
}

it('two programs keep each original once, and delete it when neither uses it', async () => {
  const [ofAna, ofBen] = [await importInto('Ana', 1), await importInto('Ben', 1)]
  expect(await originals()).toHaveLength(1)
  const path = await pathOf('Ana', ofAna)
  expect(path).toContain('atelier-originals')
  expect(await pathOf('Ben', ofBen)).toBe(path)
  expect(Buffer.compare(await readFile(path), smallPng(1))).toBe(0)

  // A paid result goes there as well.
  const openai = ['--provider', 'openai', '--model', 'gpt-image-2', '--size', '1024x1024', '--quality', 'draft']
  const made = await atelier('Ben', 'generate', 'a kite', ...openai)
  expect(made.code).toBe(0)
  expect(await originals()).toHaveLength(2)

  const state = reportOf(await atelier('Ben', 'originals')).originals
  expect(state).toMatchObject({ folder: shared, shared: 2, waiting: 0 })
  expect(state?.members.filter(({ is_self: isSelf }) => isSelf)).toHaveLength(1)
  expect(state?.members).toHaveLength(2)

  await purge('Ana', ofAna)
  expect(Buffer.compare(await readFile(await pathOf('Ben', ofBen)), smallPng(1))).toBe(0)
  await purge('Ben', ofBen)
  expect(await originals()).toHaveLength(1)

  // The folder is away and comes back.
  await rename(shared, `${shared}-away`)
  const during = await importInto('Ana', 2)
  expect(await pathOf('Ana', during)).toContain(join(folder, 'Ana', 'library'))
  const away = await atelier('Ana', 'originals')
  expect(away.code).toBe(1)
  expect(reportOf(away)).toMatchObject({ error_code: 'storage/unreachable', originals: { waiting: 1 } })
  await rename(`${shared}-away`, shared)
  expect((await atelier('Ana', 'originals')).code).toBe(0)
  expect(await pathOf('Ana', during)).toContain('atelier-originals')
  expect(await originals()).toHaveLength(2)

  // Ana no longer wants it.
  expect(reportOf(await atelier('Ana', 'originals', '--move-back')).originals).toMatchObject({
    folder: null,
    shared: 0,
    moved_back: 1,
    not_moved_back: [],
  })
  expect(await pathOf('Ana', during)).toContain(join(folder, 'Ana', 'library'))
  expect(Buffer.compare(await readFile(await pathOf('Ana', during)), smallPng(2))).toBe(0)
  expect(await originals()).toHaveLength(1)
  expect(await readdir(join(shared, 'atelier-originals', 'members'))).toHaveLength(1)
  expect((await atelier('Ana', 'verify')).code).toBe(0)
  await rename(shared, `${shared}-away`)
  const unchecked = await atelier('Ben', 'verify')
  expect(unchecked.code).toBe(1)
  expect(reportOf(unchecked)).toMatchObject({
    error_code: 'storage/unreachable',
    verified: { files: 0, problems: [], unreachable: [{ folder: shared, files: 1 }] },
  })
}, 240_000)
