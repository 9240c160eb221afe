import { mkdir, readdir, readFile, rm, stat, symlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createHomeFolders, resolveHome, type HomePaths } from '../../../src/main/platform/home-paths.ts'
import type { JobSnapshot } from '../../../src/shared/domain/job.ts'
import { done, requestOf } from '../../support/generation-studio.ts'
import { createImagingProcess } from '../../support/imaging-process.ts'
import { openRealStudio, type RealStudio } from '../../support/real-studio.ts'
import { findAssetIds } from '../../support/find-asset-ids.ts'
import { mountSmallDisk, type SmallDisk } from '../../support/small-disk.ts'
import { smallPng } from '../../support/small-images.ts'
import { createTemporaryHome, type TemporaryHome } from '../../support/temporary-home.ts'

/** Noise does not compress: about 1 MB. */
const image = Uint8Array.from(smallPng(3, 600, 600))

const worker = createImagingProcess()
afterAll(() => worker.dispose())
let disk: SmallDisk
let home: TemporaryHome
let studio: RealStudio | null
beforeEach(async () => {
  disk = mountSmallDisk(24)
  home = await createTemporaryHome()
  studio = null
})
afterEach(async () => {
  vi.unstubAllEnvs()
  disk.setWritable(true)
  disk.free()
  await studio?.close()
  disk.unmount()
  await home.remove()
})

/** The whole home on the small disk. */
async function onDisk(): Promise<HomePaths> {
  const paths = resolveHome({ ATELIER_HOME: join(disk.path, 'home') }, { userHome: disk.path })
  await createHomeFolders(paths)
  return paths
}

/** Asks for an image; `meanwhile` happens after the request has left and before the answer is fetched. */
async function ask(opened: RealStudio, meanwhile: () => void | Promise<void>, bytes = image): Promise<JobSnapshot> {
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

/** What the next start makes of it. */
async function startAgain(paths: HomePaths) {
  await studio?.close()
  studio = openRealStudio(paths, { process: worker })
  await studio.store.assets.files.sweep()
  const ids = await findAssetIds(studio.store.database)
  return studio.store.assets.records.load(ids)
}

describe('a disk that is full', () => {
  it('once the image is there: it is kept in the day’s folder and listed at the next start, with its recipe', async () => {
    const paths = await onDisk()
    studio = openRealStudio(paths, { process: worker })
    const job = await ask(studio, () => disk.fill(image.byteLength + 40_000))
    expect(job).toMatchObject({ state: 'failed', isBilled: 'yes', error: { code: 'storage/full' } })
    expect(pathOf(job)).toMatch(/home\/library\/20\d\d\/[\d-]+\/a red kite over the sea\.png$/)
    expect(Buffer.compare(await readFile(pathOf(job)), image)).toBe(0)
    expect(job.error?.message).toContain(`it is saved as ${pathOf(job)}, and Atelier imports it at its next start.`)
    disk.free()
    const [listed, ...others] = await startAgain(paths)
    expect(others).toEqual([])
    expect(listed).toMatchObject({ name: 'a red kite over the sea', recipe })
    expect(join(paths.library, listed!.relativePath)).toBe(pathOf(job))
    expect(await readdir(join(paths.library, '.incoming'))).toEqual([])
  })

  it('before it is there: it is kept outside, for nobody else’s eyes', async () => {
    studio = openRealStudio(await onDisk(), { process: worker })
    const job = await ask(studio, () => disk.fill())
    expect(job).toMatchObject({ state: 'failed', isBilled: 'yes', error: { code: 'storage/full' } })
    expect(job.error?.message).toContain('Import it soon')
    const path = pathOf(job)
    expect(path.startsWith(disk.path)).toBe(false)
    expect(Buffer.compare(await readFile(path), image)).toBe(0)
    expect((await stat(path)).mode & 0o077).toBe(0)
    await rm(path)
  })

  it('as every other: it is lost, and the person is told so and that it was billed', async () => {
    studio = openRealStudio(await onDisk(), { process: worker })
    vi.stubEnv('TMPDIR', disk.path)
    const job = await ask(studio, () => disk.fill())
    expect(job).toMatchObject({ state: 'failed', isBilled: 'yes', error: { code: 'storage/full' } })
    expect(job.error?.message).toMatch(/The disk is full\. .* The image is lost\. It was billed\.$/)
    disk.free()
    expect((await readdir(disk.path, { recursive: true })).filter((name) => /\.png|part/.test(name))).toEqual([])
  })

  it('before anything is sent: nothing is, and nothing is billed', async () => {
    studio = openRealStudio(await onDisk(), { process: worker })
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

it('a library that has become read-only: the image is kept outside', async () => {
  const paths = resolveHome({ ATELIER_HOME: join(home.paths.root, 'home') }, { userHome: home.paths.root })
  await mkdir(paths.root)
  await symlink(disk.path, paths.library)
  await createHomeFolders(paths)
  studio = openRealStudio(paths, { process: worker })
  const job = await ask(studio, () => disk.setWritable(false))
  expect(job).toMatchObject({ state: 'failed', isBilled: 'yes', error: { code: 'storage/read-only' } })
  expect(Buffer.compare(await readFile(pathOf(job)), image)).toBe(0)
  await rm(pathOf(job))
})

it('a library folder that is gone is made anew', async () => {
  studio = openRealStudio(home.paths, { process: worker })
  const job = await ask(studio, () => rm(home.paths.library, { recursive: true }))
  expect(job).toMatchObject({ state: 'done', error: null })
})

it('a broken database: the image is kept, and listed with its recipe once it works again', async () => {
  studio = openRealStudio(home.paths, { process: worker })
  const direct = new DatabaseSync(home.paths.databaseFile)
  const job = await ask(studio, () => direct.exec('ALTER TABLE assets RENAME TO hidden'))
  direct.exec('ALTER TABLE hidden RENAME TO assets')
  direct.close()
  expect(job).toMatchObject({ state: 'failed', isBilled: 'yes' })
  expect(dirname(pathOf(job)).startsWith(home.paths.library)).toBe(true)
  expect(Buffer.compare(await readFile(pathOf(job)), image)).toBe(0)
  expect(await startAgain(home.paths)).toMatchObject([{ name: 'a red kite over the sea', recipe }])
})

it.each([
  ['half an image', image.subarray(0, 500_000), '.png'],
  ['what is none', Uint8Array.from(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')), '.bin'],
])('%s is kept as it came, and is not tried again for ever', async (_name, bytes, ending) => {
  studio = openRealStudio(home.paths, { process: worker })
  const job = await ask(studio, () => undefined, Uint8Array.from(bytes))
  expect(job).toMatchObject({ state: 'failed', isBilled: 'yes' })
  expect(basename(pathOf(job))).toBe(`a red kite over the sea${ending}`)
  expect(job.error?.message).toContain(`The response is saved as ${pathOf(job)}.`)
  expect(Buffer.compare(await readFile(pathOf(job)), bytes)).toBe(0)
  expect(await startAgain(home.paths)).toEqual([])
  expect(await studio.store.assets.files.sweep()).toEqual({ adopted: 0, missing: 0, removedTemporaries: 0, purged: 0 })
})
