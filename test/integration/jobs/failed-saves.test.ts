import { mkdir, readdir, readFile, rm, stat, symlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createHomeFolders } from '../../../src/main/platform/create-home-folders.ts'
import { resolveHome, type HomePaths } from '../../../src/main/platform/home-paths.ts'
import { newId } from '../../../src/main/platform/pure/new-id.ts'
import type { JobId } from '../../../src/shared/domain/ids.ts'
import { importRecipe } from '../../../src/shared/domain/import-recipe.ts'
import type { JobSnapshot } from '../../../src/shared/domain/job.ts'
import { done, requestOf } from '../../support/generation-studio.ts'
import { openRealStudio, type RealStudio } from '../../support/real-studio.ts'
import { findAssetIds } from '../../support/open-database.ts'
import { mountSmallDisk, type SmallDisk } from '../../support/small-disk.ts'
import { smallPng } from '../../support/small-images.ts'
import { withHome } from '../../support/temporary-home.ts'

/** Noise does not compress: about 1 MB. */
const image = Uint8Array.from(smallPng(3, 600, 600))

let disk: SmallDisk
const home = withHome()
let studio: RealStudio | null
beforeEach(() => {
  disk = mountSmallDisk(24)
  studio = null
})
afterEach(async () => {
  vi.unstubAllEnvs()
  disk.setWritable(true)
  disk.free()
  await studio?.close()
  disk.unmount()
})

/** The whole home on the small disk. */
async function createHomeOnDisk(): Promise<HomePaths> {
  const paths = resolveHome({ ATELIER_HOME: join(disk.path, 'home') }, { userHome: disk.path })
  await createHomeFolders(paths)
  return paths
}

/** Generates an image; `meanwhile` runs after the request is sent and before the image is fetched. */
async function generateImage(
  opened: RealStudio,
  meanwhile: () => void | Promise<void>,
  bytes = image,
): Promise<JobSnapshot> {
  const service = opened.providers.service('openai')
  service.images.set('answer', bytes)
  service.submits = [
    async ({ onSending }) => {
      onSending()
      await meanwhile()
      return done(['answer'], { costUsd: 0.04 })
    },
  ]
  const { ids } = await opened.jobs.generate(requestOf())
  return opened.jobs.finished(ids[0]!)
}

const pathOf = (job: JobSnapshot) => String(job.error?.detail?.['path'])
const recipe = { operation: 'generate', provider: 'openai', model: 'openai-1', seed: 7, costUsd: 0.04 }

/** Restarts the program and returns all images after its sweep. */
async function restart(paths: HomePaths) {
  await studio?.close()
  studio = openRealStudio(paths)
  await studio.store.assets.files.sweep()
  const ids = await findAssetIds(studio.store.database)
  return studio.store.assets.records.load(ids)
}

describe('a full disk', () => {
  it('after the image is written: it stays in the day folder and is listed with its recipe at the next start', async () => {
    const paths = await createHomeOnDisk()
    studio = openRealStudio(paths)
    const job = await generateImage(studio, () => disk.fill(image.byteLength + 40_000))
    expect(job).toMatchObject({ state: 'failed', isBilled: 'yes', error: { code: 'storage/full' } })
    expect(pathOf(job)).toMatch(/home\/library\/20\d\d\/[\d-]+\/a red kite over the sea\.png$/)
    expect(Buffer.compare(await readFile(pathOf(job)), image)).toBe(0)
    expect(job.error?.message).toContain(`it is saved as ${pathOf(job)}, and Atelier imports it at its next start.`)
    disk.free()
    const [listed, ...others] = await restart(paths)
    expect(others).toEqual([])
    expect(listed).toMatchObject({ name: 'a red kite over the sea', recipe })
    expect(join(paths.library, listed!.relativePath)).toBe(pathOf(job))
    expect(await readdir(join(paths.library, '.incoming'))).toEqual([])
  })

  it('before the image is written: it is saved outside the library, readable only by the user', async () => {
    studio = openRealStudio(await createHomeOnDisk())
    const job = await generateImage(studio, () => disk.fill())
    expect(job).toMatchObject({ state: 'failed', isBilled: 'yes', error: { code: 'storage/full' } })
    expect(job.error?.message).toContain('Import it soon')
    const path = pathOf(job)
    expect(path.startsWith(disk.path)).toBe(false)
    expect(Buffer.compare(await readFile(path), image)).toBe(0)
    expect((await stat(path)).mode & 0o077).toBe(0)
    await rm(path)
  })

  it('everywhere: the image is lost, and the error says so and that it was billed', async () => {
    studio = openRealStudio(await createHomeOnDisk())
    vi.stubEnv('TMPDIR', disk.path)
    const job = await generateImage(studio, () => disk.fill())
    expect(job).toMatchObject({ state: 'failed', isBilled: 'yes', error: { code: 'storage/full' } })
    expect(job.error?.message).toMatch(/The disk is full\. .* The image is lost\. It was billed\.$/)
    disk.free()
    expect((await readdir(disk.path, { recursive: true })).filter((name) => /\.png|part/.test(name))).toEqual([])
  })

  it('before the request is sent: nothing is sent or billed', async () => {
    studio = openRealStudio(await createHomeOnDisk())
    await studio.jobs.list(null)
    const service = studio.providers.service('openai')
    service.submits = [done(['answer'])]
    disk.fill()
    await expect(studio.jobs.generate(requestOf())).rejects.toMatchObject({
      code: 'storage/full',
      message: expect.stringContaining('Nothing was sent, and nothing was billed.'),
    })
    expect(service.seen.submitted).toEqual([])
  })
})

it('a read-only library: the image is saved outside it', async () => {
  const paths = resolveHome({ ATELIER_HOME: join(home.paths.root, 'home') }, { userHome: home.paths.root })
  await mkdir(paths.root)
  await symlink(disk.path, paths.library)
  await createHomeFolders(paths)
  studio = openRealStudio(paths)
  const job = await generateImage(studio, () => disk.setWritable(false))
  expect(job).toMatchObject({ state: 'failed', isBilled: 'yes', error: { code: 'storage/read-only' } })
  expect(Buffer.compare(await readFile(pathOf(job)), image)).toBe(0)
  await rm(pathOf(job))
})

it('creates a missing library folder again', async () => {
  studio = openRealStudio(home.paths)
  const job = await generateImage(studio, () => rm(home.paths.library, { recursive: true }))
  expect(job).toMatchObject({ state: 'done', error: null })
})

it('a broken database: the image is kept, and listed with its recipe once the database works again', async () => {
  studio = openRealStudio(home.paths)
  const direct = new DatabaseSync(home.paths.databaseFile)
  const job = await generateImage(studio, () => direct.exec('ALTER TABLE assets RENAME TO hidden'))
  direct.exec('ALTER TABLE hidden RENAME TO assets')
  direct.close()
  expect(job).toMatchObject({ state: 'failed', isBilled: 'yes' })
  expect(dirname(pathOf(job)).startsWith(home.paths.library)).toBe(true)
  expect(Buffer.compare(await readFile(pathOf(job)), image)).toBe(0)
  expect(await restart(home.paths)).toMatchObject([{ name: 'a red kite over the sea', recipe }])
})

it('a file that is not an image is saved as received and not retried', async () => {
  const bytes = Uint8Array.from(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))
  studio = openRealStudio(home.paths)
  const job = await generateImage(studio, () => undefined, Uint8Array.from(bytes))
  expect(job).toMatchObject({ state: 'failed', isBilled: 'yes' })
  expect(basename(pathOf(job))).toBe('a red kite over the sea.bin')
  expect(job.error?.message).toContain(`The response is saved as ${pathOf(job)}.`)
  expect(Buffer.compare(await readFile(pathOf(job)), bytes)).toBe(0)
  expect(await restart(home.paths)).toEqual([])
  expect(await studio.store.assets.files.sweep()).toEqual({ adopted: 0, missing: 0, removedTemporaries: 0, purged: 0 })
})

it('an image on disk keeps, over restarts, what its call stores of the response', async () => {
  const about = { name: 'kite', parentId: null, recipe: importRecipe, response: '{"pictures":[]}' }
  const id = newId<JobId>()
  for (const life of ['receiving', 'taking over', 'taking over']) {
    studio = openRealStudio(home.paths)
    const { results } = studio.store.assets
    const found =
      life === 'receiving'
        ? [await results.receive(image, { id, extension: 'png', ...about })]
        : await results.reclaim([id])
    expect(found).toEqual([{ id, path: expect.stringContaining(id), note: about }])
    await studio.close()
    studio = null
  }
})

it('half an image is in the library as received, marked as damaged, and not retried', async () => {
  const bytes = image.subarray(0, 500_000)
  studio = openRealStudio(home.paths)
  const job = await generateImage(studio, () => undefined, Uint8Array.from(bytes))
  expect(job).toMatchObject({ state: 'failed', isBilled: 'yes' })
  expect(basename(pathOf(job))).toBe('a red kite over the sea.png')
  expect(job.error?.message).toContain('The image is in the library as the service returned it.')
  expect(Buffer.compare(await readFile(pathOf(job)), bytes)).toBe(0)
  expect(await restart(home.paths)).toMatchObject([{ name: 'a red kite over the sea', isDamaged: true }])
})
