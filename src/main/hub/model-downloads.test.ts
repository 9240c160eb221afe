import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { failureOf } from '../../../test/support/failure-of.ts'
import {
  hubToken,
  smallModel,
  startHub,
  type HubStandIn,
  downloaderInPlace,
} from '../../../test/support/hub/hub-stand-in.ts'
import { createNodeTransport } from '../../../test/support/node-transport.ts'
import { folderInMemory } from '../../../test/support/temporary-home.ts'
import { createHub, createModelDownloads, type ModelDownloads } from './index.ts'

const { signal } = new AbortController()
const accepted = { hasAccepted: true }

let folder: string
/** The user's download folder; null = the default. */
let target: string | null
/** Folder of the user's own models. */
let userFolder: string
let standIn: HubStandIn
const opened: ModelDownloads[] = []
beforeEach(async () => {
  target = null
  folder = await mkdtemp(join(folderInMemory(), 'atelier-models-'))
  userFolder = await mkdtemp(join(folderInMemory(), 'atelier-elsewhere-'))
  standIn = await startHub({
    'leejet/Z-Image-Turbo-GGUF': { files: { 'z_image_turbo-Q4_0.gguf': { bytes: smallModel(400_000) } } },
    'leejet/FLUX.2-klein-4B-GGUF': { files: { 'flux-2-klein-4b-Q4_0.gguf': { bytes: smallModel() } } },
    'Comfy-Org/z_image_turbo': { files: { 'split_files/vae/ae.safetensors': { bytes: smallModel(80_000) } } },
    'Comfy-Org/flux2-klein-4B': { files: { 'split_files/vae/flux2-vae.safetensors': { bytes: smallModel() } } },
    'unsloth/Qwen3-4B-GGUF': { files: { 'Qwen3-4B-Q4_K_M.gguf': { bytes: smallModel() } } },
    'paper/several': {
      files: { 'a.safetensors': { bytes: smallModel() }, 'b.safetensors': { bytes: smallModel() } },
    },
    'paper/one': { files: { 'ae.safetensors': { bytes: smallModel() }, 'notes.txt': { bytes: Buffer.from('x') } } },
    'paper/pickle': { files: { 'model.ckpt': { bytes: Buffer.from('x') } } },
    'paper/page': { files: { 'model.safetensors': { bytes: Buffer.from('<html>no model</html>') } } },
    'paper/gated': { files: { 'g.safetensors': { bytes: smallModel() } }, gated: 'manual' },
  })
})
afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.dispose()))
  await standIn.close()
  await rm(folder, { recursive: true, force: true })
  await rm(userFolder, { recursive: true, force: true })
})

function open({ key = null as string | null, patienceMs = null as number | null } = {}): ModelDownloads {
  const transport = createNodeTransport()
  const hub = createHub({ transport, address: standIn.address, appVersion: '1', token: async () => key })
  const limits = { triesMax: 2, pauseMs: 1, pauseMsMax: 1 }
  const downloader = downloaderInPlace({ transport, limits })
  const downloads = createModelDownloads({
    hub,
    downloader,
    folder,
    target: () => target,
    folders: async () => [folder, userFolder],
    patienceMs,
  })
  opened.push(downloads)
  return downloads
}

async function get(id: string, downloads = open()) {
  const plan = await downloads.plan(id, signal)
  await downloads.start(plan, accepted)
  await downloads.wait(plan.id, signal)
  return plan
}

/** Part of the file has arrived, and the rest is held back. */
async function pauseMidway(repo: string, id: string, downloads: ModelDownloads) {
  Object.assign(fileOf(repo), { faults: { stallAfter: [10_000] } })
  const plan = await downloads.plan(id, signal)
  await downloads.start(plan, accepted)
  await new Promise<void>((resolve) => {
    downloads.onChanged(() => {
      void downloads.list().then(([view]) => view && view.bytes > 0 && resolve())
    })
  })
  await downloads.pause(plan.id)
  return plan
}

const names = async () => (await readdir(folder)).filter((name) => name !== '.sets').toSorted()
const ours = async () => (await readdir(userFolder)).toSorted()
const views = async (downloads: ModelDownloads) =>
  (await downloads.list()).map(({ id, state, bytes, totalBytes }) => ({ id, state, isWhole: bytes === totalBytes }))
const fileOf = (repo: string) => Object.values(standIn.repositories[repo]!.files)[0]!

describe('a plan', () => {
  it('lists size, hash and license of every file before anything is downloaded', async () => {
    const plan = await open().plan('z-image-turbo', signal)
    expect(plan).toMatchObject({ label: 'Z-Image Turbo', mustAccept: false, licenses: [{ name: 'Apache 2.0' }] })
    expect(plan.files.map(({ name }) => name)).toEqual([
      'z_image_turbo-Q4_0.gguf',
      'ae.safetensors',
      'Qwen3-4B-Q4_K_M.gguf',
    ])
    expect(plan.missingBytes).toBe(plan.totalBytes)
    expect(plan.totalBytes).toBe(plan.files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0))
    expect(standIn.deliveries).toEqual([])
  })

  it.each([
    ['nothing', 'request/invalid', 'OWNER/NAME:FILE'],
    ['z-image-turbo:q1.gguf', 'request/invalid', 'z_image_turbo-Q8_0.gguf'],
    ['paper/several', 'request/invalid', 'b.safetensors'],
    ['paper/pickle', 'model/unsupported', 'pickle'],
    ['paper/pickle:model.ckpt', 'model/unsupported', 'pickle'],
    ['paper/one:x-00001-of-00003.safetensors', 'model/unsupported', 'split'],
    ['paper/one:gone.safetensors', 'download/refused', 'moved'],
    ['paper/none', 'download/refused', 'paper/none'],
  ])('for %s is rejected', async (id, code, query) => {
    const error = await failureOf(open().plan(id, signal))
    expect(error.code).toBe(code)
    expect(error.message).toContain(query)
  })

  it('with license terms starts only after they are accepted', async () => {
    const downloads = open({ key: hubToken })
    const plan = await downloads.plan('paper/gated', signal)
    expect(plan).toMatchObject({ mustAccept: true, licenses: [{}, { page: 'https://huggingface.co/paper/gated' }] })
    expect((await failureOf(downloads.start(plan, { hasAccepted: false }))).code).toBe('request/invalid')
    await downloads.start(plan, accepted)
    await downloads.wait(plan.id, signal)
    expect(await names()).toEqual(['g.safetensors'])
    expect(standIn.deliveries[0]?.headers.authorization).toBeUndefined()
  })
})

describe('a download', () => {
  it('gets every file, and shares files with models that were downloaded before', async () => {
    const downloads = open()
    await get('z-image-turbo', downloads)
    expect(await views(downloads)).toEqual([{ id: 'z-image-turbo', state: 'done', isWhole: true }])
    standIn.deliveries.length = 0
    const plan = await get('flux2-klein-4b', downloads)
    expect(plan.missingBytes).toBeLessThan(plan.totalBytes)
    expect(new Set(standIn.deliveries.map(({ url }) => url.split('?')[0]))).toEqual(
      new Set([
        '/Comfy-Org/flux2-klein-4B/split_files/vae/flux2-vae.safetensors',
        '/leejet/FLUX.2-klein-4B-GGUF/flux-2-klein-4b-Q4_0.gguf',
      ]),
    )
    expect(standIn.deliveries).toHaveLength(2)
  })

  it('shares a file that another download is getting', async () => {
    const downloads = open()
    const plans = await Promise.all(['z-image-turbo', 'flux2-klein-4b'].map((id) => downloads.plan(id, signal)))
    for (const plan of plans) await downloads.start(plan, accepted)
    await Promise.all(plans.map(({ id }) => downloads.wait(id, signal)))
    expect(standIn.deliveries.filter(({ url }) => url.includes('Qwen3'))).toHaveLength(1)
    expect((await views(downloads)).map(({ state }) => state)).toEqual(['done', 'done'])
  })

  it('keeps existing files and reuses identical ones', async () => {
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'ae.safetensors'), 'mine')
    await writeFile(join(folder, 'a.safetensors'), fileOf('paper/several').bytes)
    const [one] = (await get('paper/one')).files
    expect(one?.name).toMatch(/^paper--one-[0-9a-f]{8}\/ae\.safetensors$/)
    expect(await readFile(join(folder, 'ae.safetensors'), 'utf8')).toBe('mine')
    standIn.deliveries.length = 0
    expect((await get('paper/several:a.safetensors')).missingBytes).toBe(0)
    expect(standIn.deliveries).toEqual([])
  })

  it('can be paused and resumed after a restart', async () => {
    const first = open()
    await pauseMidway('leejet/Z-Image-Turbo-GGUF', 'z-image-turbo', first)
    expect((await views(first))[0]).toMatchObject({ state: 'paused', isWhole: false })

    const next = open()
    expect((await views(next))[0]).toMatchObject({ id: 'z-image-turbo', state: 'paused' })
    await next.resume('z-image-turbo')
    await next.wait('z-image-turbo', signal)
    expect((await views(next))[0]).toMatchObject({ state: 'done', isWhole: true })
  })

  it('waits for the network and resumes by itself', async () => {
    const downloads = open({ patienceMs: 1 })
    Object.assign(fileOf('paper/one'), { faults: { cutAfter: [0, 0, 0, 0, 0, 0, 0] } })
    await get('paper/one:ae.safetensors', downloads)
    expect((await views(downloads))[0]).toMatchObject({ state: 'done' })
  })

  it('that fails keeps its error and can be retried', async () => {
    const downloads = open()
    Object.assign(fileOf('paper/one'), { faults: { statuses: [{ status: 403 }] } })
    expect((await failureOf(get('paper/one:ae.safetensors', downloads))).code).toBe('download/refused')
    expect((await downloads.list())[0]).toMatchObject({ state: 'failed', error: { code: 'download/refused' } })
    await downloads.resume('paper/one:ae.safetensors')
    await downloads.wait('paper/one:ae.safetensors', signal)
    expect((await views(downloads))[0]).toMatchObject({ state: 'done' })
  })

  it.each([
    ['another hash', { announced: { sha256: 'b'.repeat(64) } }],
    ['another size', { announced: { size: 7 } }],
  ])('of a file with %s than announced keeps nothing', async (_what, lie) => {
    Object.assign(fileOf('paper/one'), lie)
    expect((await failureOf(get('paper/one:ae.safetensors'))).code).toBe('download/mismatch')
    expect(await names()).toEqual([])
  })

  it('of a file that is not a model keeps nothing', async () => {
    expect((await failureOf(get('paper/page'))).code).toBe('model/unsupported')
    expect(await names()).toEqual([])
  })
})

const vae = () => join(userFolder, 'vae', 'my-vae.safetensors')

async function put(bytes: Buffer): Promise<void> {
  await mkdir(join(userFolder, 'vae'), { recursive: true })
  await writeFile(vae(), bytes)
}

describe('a file the user already has', () => {
  it('is verified, used in place, and kept when the model is removed', async () => {
    const { bytes } = fileOf('Comfy-Org/z_image_turbo')
    await put(bytes)
    const downloads = open()
    const plan = await get('z-image-turbo', downloads)
    expect(plan.files.map(({ copyPath }) => copyPath)).toEqual([null, vae(), null])
    expect(plan.missingBytes).toBe(plan.totalBytes - bytes.length)
    expect(standIn.deliveries.some(({ url }) => url.includes('ae.safetensors'))).toBe(false)
    const [view] = await downloads.list()
    expect(view).toMatchObject({ state: 'done', checking: null, bytes: plan.totalBytes })
    expect(view?.files[1]?.path).toBe(vae())
    expect((await open().plan('z-image-turbo', signal)).files[1]).toMatchObject({ isThere: true, copyPath: null })
    expect((await downloads.remove('z-image-turbo'))?.freedBytes).toBe(plan.missingBytes)
    expect(await readFile(vae())).toEqual(bytes)
  })

  it('of the same size with other contents is downloaded after all', async () => {
    const { bytes } = fileOf('Comfy-Org/z_image_turbo')
    await put(Buffer.alloc(bytes.length))
    const downloads = open()
    await get('z-image-turbo', downloads)
    expect(await names()).toContain('ae.safetensors')
    expect((await downloads.list())[0]?.files[1]?.path).toBe(join(folder, 'ae.safetensors'))
  })

  it('that was deleted since is downloaded on resume', async () => {
    await put(fileOf('Comfy-Org/z_image_turbo').bytes)
    const downloads = open()
    await get('z-image-turbo', downloads)
    await rm(vae())
    expect((await views(downloads))[0]).toMatchObject({ state: 'paused', isWhole: false })
    await downloads.resume('z-image-turbo')
    await downloads.wait('z-image-turbo', signal)
    expect(await names()).toContain('ae.safetensors')
  })
})

describe('a download folder of the user', () => {
  it('receives new downloads; started ones stay where they are', async () => {
    const downloads = open()
    await pauseMidway('paper/one', 'paper/one:ae.safetensors', downloads)
    target = userFolder
    expect((await get('paper/one:ae.safetensors', downloads)).files[0]?.folder).toBeNull()
    const plan = await get('paper/several:a.safetensors', downloads)
    expect([plan.folder, await names(), await ours()]).toEqual([userFolder, ['ae.safetensors'], ['a.safetensors']])
    target = null
    expect((await open().list()).map(({ files }) => files[0]?.path)).toEqual([
      join(userFolder, 'a.safetensors'),
      join(folder, 'ae.safetensors'),
    ])
    expect((await downloads.remove(plan.id))?.freedBytes).toBe(plan.totalBytes)
    expect(await ours()).toEqual([])
  })

  it('keeps files of the user with the same name or the same contents', async () => {
    const { bytes } = fileOf('paper/several')
    await writeFile(join(userFolder, 'ae.safetensors'), 'mine')
    await writeFile(join(userFolder, 'a.safetensors'), bytes)
    const downloads = open()
    const at = async (id: string) => downloads.start(await downloads.plan(id, signal, userFolder), accepted)
    await at('paper/one:ae.safetensors')
    await at('paper/several:a.safetensors')
    await Promise.all(
      ['paper/one:ae.safetensors', 'paper/several:a.safetensors'].map((id) => downloads.wait(id, signal)),
    )
    expect(await ours()).toEqual(['a.safetensors', 'ae.safetensors', expect.stringMatching(/^paper--one-[0-9a-f]{8}$/)])
    expect(standIn.deliveries).toHaveLength(1)
    await downloads.remove('paper/one:ae.safetensors')
    await downloads.remove('paper/several:a.safetensors')
    expect(await ours()).toEqual(['a.safetensors', 'ae.safetensors'])
    expect(await readFile(join(userFolder, 'ae.safetensors'), 'utf8')).toBe('mine')
    expect(await readFile(join(userFolder, 'a.safetensors'))).toEqual(bytes)
  })

  it('that is missing is reported, never recreated, and another folder can be used', async () => {
    const downloads = open()
    target = await mkdtemp(join(userFolder, 'disk-'))
    const plan = await pauseMidway('paper/one', 'paper/one:ae.safetensors', downloads)
    await rm(target, { recursive: true })
    await downloads.resume(plan.id)
    const error = await failureOf(downloads.wait(plan.id, signal))
    expect([error.code, error.message]).toEqual(['storage/not-found', expect.stringContaining('Connect its disk')])
    expect((await failureOf(downloads.plan(plan.id, signal))).message).toContain(target)
    expect(await ours()).toEqual([])
    target = null
    await get('paper/one:ae.safetensors', downloads)
    expect(await names()).toEqual(['ae.safetensors'])
  })

  it('that is no longer a model folder is left alone', async () => {
    const downloads = open()
    target = await mkdtemp(join(tmpdir(), 'atelier-forgotten-'))
    const plan = await get('paper/one:ae.safetensors', downloads)
    expect(await downloads.remove(plan.id)).toMatchObject({ freedBytes: 0, removed: [] })
    expect(await readdir(target)).toEqual(['ae.safetensors'])
    await rm(target, { recursive: true })
  })
})

describe('a removal', () => {
  it('deletes what no other model needs and lists what is kept', async () => {
    const downloads = open()
    await get('z-image-turbo', downloads)
    await get('flux2-klein-4b', downloads)
    const expected = await downloads.removal('z-image-turbo')
    expect(expected).toMatchObject({
      removed: ['z_image_turbo-Q4_0.gguf', 'ae.safetensors'],
      kept: ['Qwen3-4B-Q4_K_M.gguf'],
    })
    expect(await downloads.remove('z-image-turbo')).toEqual(expected)
    expect(await names()).toEqual(['Qwen3-4B-Q4_K_M.gguf', 'flux-2-klein-4b-Q4_0.gguf', 'flux2-vae.safetensors'])
    await downloads.remove('flux2-klein-4b')
    expect([await names(), await downloads.list(), await downloads.remove('flux2-klein-4b')]).toEqual([[], [], null])
  })

  it('cancels a download and deletes its partial file', async () => {
    const downloads = open()
    Object.assign(fileOf('paper/one'), { faults: { stallAfter: [1_000] } })
    const plan = await downloads.plan('paper/one:ae.safetensors', signal)
    await downloads.start(plan, accepted)
    await downloads.remove(plan.id)
    expect([await names(), await downloads.list()]).toEqual([[], []])
  })

  it('never deletes outside the folder, whatever the stored record says', async () => {
    const downloads = open()
    await get('paper/one:ae.safetensors', downloads)
    const outside = join(folder, '..', 'atelier-outside.safetensors')
    await writeFile(outside, 'mine')
    const [note = ''] = await readdir(join(folder, '.sets'))
    const text = await readFile(join(folder, '.sets', note), 'utf8')
    await writeFile(join(folder, '.sets', note), text.replace('"name": "ae', '"name": "../atelier-outside'))
    expect(await downloads.remove('paper/one:ae.safetensors')).toBeNull()
    expect(await readFile(outside, 'utf8')).toBe('mine')
    await rm(outside)
  })
})
