import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { sampleProjectPath, writeSampleProject } from '../../../scripts/samples/sample-project.ts'
import { projectRoot } from '../../../scripts/setup/project.mjs'
import type { HandlerContext } from '../../../src/main/ipc/index.ts'
import { openPhotoSample, openProjectSample } from '../../../src/main/ipc/handlers/open-sample.ts'
import { ZipReader } from '../../../src/main/imaging/child/layered/zip/zip-reader.ts'
import type { JobSnapshot } from '../../../src/shared/domain/job.ts'
import { sharedImagingProcess } from '../../support/imaging-process.ts'
import { findAssetIds } from '../../support/open-database.ts'
import { withLibrary } from '../../support/open-library.ts'
import { withHome } from '../../support/temporary-home.ts'

const { imaging } = sharedImagingProcess
const home = withHome()
let jobs: JobSnapshot[]

beforeEach(() => {
  jobs = []
})
const opened = withLibrary(home, () => ({ imaging }))

const signal = new AbortController().signal

function context(): HandlerContext {
  const { assets, documents } = opened
  const services = async () => ({ assets, documents, jobs: { list: async () => jobs } })
  const part = { services, samplesFolder: join(projectRoot, 'resources', 'samples') }
  return part as unknown as HandlerContext
}

test('the sample project has a photo, an edit with its proof, named masks and layers', async () => {
  const { id, baseId, name } = await openProjectSample(context(), signal)
  expect(name).toBe('Sample project')
  const { state, tiles } = await opened.documents.load(id)
  expect(state.masks.map((mask) => mask.name)).toEqual(['Eyes', 'Nose', 'Background'])
  expect(state.layers.map((layer) => layer.name)).toEqual(['Original photo', 'Warm light'])
  expect(new Set(tiles.map(({ surfaceId }) => surfaceId))).toEqual(new Set(['mask-1', 'mask-2', 'mask-3', 'layer-5']))

  const result = await opened.assets.records.require(baseId)
  expect(result.recipe).toMatchObject({ operation: 'fill', provider: 'content-aware-fill', changedOutside: 0 })
  expect(result.recipe.changedInside).toBeGreaterThan(1_000)
  expect(result.hasMask).toBe(true)
  expect(result.annotations.notes).toContain('nothing outside its mask changed')
  const { members } = await opened.assets.relations.lineage(baseId)
  expect(members).toHaveLength(2)
  expect((await opened.assets.records.require(result.parentId!)).name).toBe('chelsea')
})

test('opened twice it is two documents, whose images are in the library once and tagged as samples', async () => {
  const first = await openProjectSample(context(), signal)
  await opened.assets.annotations.change([first.baseId], { notes: 'mine' })
  const second = await openProjectSample(context(), signal)
  expect(second.id).not.toBe(first.id)
  expect(second.baseId).toBe(first.baseId)
  const { state } = await opened.documents.load(first.id)
  await opened.documents.save(first.id, {
    baseId: first.baseId,
    state: { ...state, masks: state.masks.slice(0, 1) },
    tiles: [],
    isWhole: false,
  })
  expect((await opened.documents.load(second.id)).state.masks).toHaveLength(3)

  const ids = await findAssetIds(opened.database)
  expect(ids).toHaveLength(2)
  const records = await Promise.all(ids.map((id) => opened.assets.records.require(id)))
  expect(records.map(({ annotations }) => annotations.tags)).toEqual([['sample'], ['sample']])
  expect(records.find(({ id }) => id === first.baseId)?.annotations.notes).toBe('mine')
  // Removed like every image, and back when the project is opened again.
  await opened.assets.trash.add(ids)
  expect(await findAssetIds(opened.database)).toEqual([])
  await openProjectSample(context(), signal)
  expect(await findAssetIds(opened.database)).toHaveLength(2)
})

test('the sample photo opens in an untouched tab, and never in one that was worked in', async () => {
  const first = await openPhotoSample(context())
  expect(first).toMatchObject({ name: 'coffee', widthPx: 600, heightPx: 400, isActive: true })
  expect((await openPhotoSample(context())).id).toBe(first.id)

  const { state } = await opened.documents.load(first.id)
  const words = { prompt: 'tea', negativePrompt: '' }
  await opened.documents.save(first.id, { baseId: first.baseId, state: { ...state, words }, tiles: [], isWhole: false })
  const second = await openPhotoSample(context())
  expect(second.id).not.toBe(first.id)
  expect(second.baseId).toBe(first.baseId)

  // A result in the strip is work too.
  jobs = [{} as JobSnapshot]
  const third = await openPhotoSample(context())
  expect([first.id, second.id]).not.toContain(third.id)
})

test('the sample project is the one that its script writes', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-sample-test-'))
  try {
    const path = join(folder, 'again.atelier')
    await writeSampleProject(imaging, path)
    const [committed, again] = await Promise.all([sampleProjectPath, path].map(readAll))
    expect([...again!.keys()]).toEqual([...committed!.keys()])
    for (const [name, bytes] of committed!) expect(again!.get(name)?.equals(bytes), name).toBe(true)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

async function readAll(path: string): Promise<Map<string, Buffer>> {
  return ZipReader.open(path, async (zip) => {
    const read = new Map<string, Buffer>()
    for (const name of zip.entries.keys()) read.set(name, await zip.read(name, 2 ** 20))
    return read
  })
}
