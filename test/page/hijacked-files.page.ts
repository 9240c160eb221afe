import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Page } from '@playwright/test'
import type { Bridge, CallName, Input } from '../../src/shared/contract/index.ts'
import { blankRequest } from '../../src/shared/domain/generation.ts'
import { smallPng } from '../support/small-images.ts'
import { activeDocument, call, handlesOf, libraryIds } from '../e2e/support/bridge.ts'
import { copyImage } from '../e2e/support/clipboard.ts'
import { answerOpenDialog } from '../e2e/support/native-dialogs.ts'
import { pressPaste } from '../e2e/support/press-paste.ts'
import { expect, test } from './support/test.ts'

/** Sends what script in the page can send, whatever the types say. Returns the error code, or `ok`. */
async function send(page: Page, name: CallName, input: unknown): Promise<string> {
  return page.evaluate(
    async ([route, body]) => {
      const { bridge } = globalThis as unknown as { bridge: Bridge }
      const reply = await bridge.call(route, body, crypto.randomUUID())
      return reply.ok ? 'ok' : reply.error.code
    },
    [name, input] as const,
  )
}

const forged = 'A'.repeat(32)

/** A file that the user never picked. */
async function makeSecret(home: string): Promise<string> {
  const path = join(home, 'elsewhere', 'secret.png')
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, smallPng(3, 64, 48))
  return path
}

test.beforeEach(async ({ gallery }) => {
  await expect.poll(async () => (await libraryIds(gallery.page)).length).toBe(2)
})

test('script cannot create a file that has a path', async ({ page, home }) => {
  const secret = await makeSecret(home)
  const before = await libraryIds(page)
  const found = await page.evaluate(async (path) => {
    const { bridge } = globalThis as unknown as { bridge: Bridge }
    const made = new File(['x'], path)
    const disguised = Object.assign(new File(['x'], 'secret.png'), { path })
    Object.defineProperty(disguised, 'webkitRelativePath', { value: path })
    const transfer = new DataTransfer()
    transfer.items.add(new File(['x'], path))
    const reply = await bridge.handlesOf([made, disguised, ...transfer.files])
    const attempts = [path, { path }, { name: path, size: 1 }, null].map(async (fake) => bridge.handlesOf([fake]))
    const others = await Promise.all(attempts.map((attempt) => attempt.then(JSON.stringify, () => 'refused')))
    window.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }))
    return { handles: reply.ok ? reply.value : reply.error, others }
  }, secret)
  expect(found.handles).toEqual([null, null, null])
  expect(found.others).toEqual(['refused', 'refused', 'refused', 'refused'])
  expect(await libraryIds(page)).toEqual(before)
})

test('no file is read by a path, a forged handle or a handle of another kind', async ({ page, app, home }) => {
  const secret = await makeSecret(home)
  const before = await libraryIds(page)
  await answerOpenDialog(app, [dirname(secret)])
  const { folder } = await call(page, 'exports.chooseFolder', { startIn: null })
  await answerOpenDialog(app, null)
  const { id } = await activeDocument(page)
  const tries: [CallName, unknown][] = [
    ['library.importFiles', { paths: [secret] }],
    ['library.importFiles', { files: [secret] }],
    ['library.importFiles', { files: [forged] }],
    ['library.importFiles', { files: [folder!.handle] }],
    ['library.importFiles', { files: [{ path: secret }] }],
    ['canvas.openProjectFiles', { paths: ['/etc/hostname'] }],
    ['canvas.openProjectFiles', { files: ['/etc/hostname'] }],
    ['canvas.openProjectFiles', { files: [forged] }],
    ['canvas.readMask', { id, assetId: secret }],
    ['exports.reveal', { path: secret }],
    ['exports.reveal', { file: forged }],
    ['exports.reveal', { file: folder!.handle }],
  ]
  for (const [name, input] of tries) {
    expect(await send(page, name, input), `${name} ${JSON.stringify(input)}`).toBe('request/invalid')
  }
  // Fields unknown to the schema are dropped: these calls open a dialog, which is canceled.
  for (const [name, input] of [
    ['canvas.readMask', { id, assetId: null, path: secret }],
    ['library.chooseFiles', { withDocuments: true, paths: [secret] }],
    ['library.chooseAndImportFolder', { path: dirname(secret) }],
    ['imports.chooseAndWatch', { path: dirname(secret) }],
    ['prompts.importStyles', { path: secret }],
    ['storage.chooseAndRestore', { path: secret }],
    ['storage.chooseAndLocate', { ids: before, folder: dirname(secret) }],
  ] as [CallName, unknown][]) {
    expect(await send(page, name, input), name).toBe('ok')
  }
  expect(await libraryIds(page)).toEqual(before)
  expect(await call(page, 'imports.folders', {})).toEqual([])
})

test('an address of an image gives the part that is asked for, and nothing else', async ({ page }) => {
  const [id] = await libraryIds(page)
  const answers = await page.evaluate(
    async (tries) =>
      Promise.all(
        tries.map(async ([path, range]) => {
          const response = await fetch(`asset://${path}`, { headers: range === undefined ? {} : { Range: range } })
          return [response.status, (await response.arrayBuffer()).byteLength] as const
        }),
      ),
    [
      [`library/${id}/original`, 'bytes=2-11'],
      [`library/${id}/original`, 'bytes=-7'],
      [`library/${id}/original`, 'bytes=999999999-'],
      [`library/${id}/original/more`],
      [`elsewhere/${id}/original`],
      [`library/${id}/database`],
    ] as readonly (readonly [path: string, range?: string])[],
  )
  expect(answers).toEqual([
    [206, 10],
    [206, 7],
    [416, 0],
    [400, 0],
    [400, 0],
    [400, 0],
  ])
})

test('a ComfyUI workflow is read only if the user picked its file', async ({ page, app, home }) => {
  const secret = join(dirname(await makeSecret(home)), 'secret.json')
  const graph = { 1: { class_type: 'SaveImage', inputs: { images: ['2', 0] } }, 2: { class_type: 'X', inputs: {} } }
  await writeFile(secret, JSON.stringify(graph))
  const model = `workflow:${secret}`
  const addedModels = { providers: { comfyui: { addedModels: [model] } } }
  await send(page, 'settings.change', { ...addedModels, workflowFiles: [secret] })
  expect(await send(page, 'providers.addModel', { id: 'comfyui', model })).toBe('request/invalid')
  // A change that the page may make ensures that the settings file exists.
  expect(await send(page, 'settings.change', { theme: 'dark' })).toBe('ok')
  const settings = JSON.parse(await readFile(join(home, 'settings.json'), 'utf8')) as { workflowFiles: string[] }
  expect(settings.workflowFiles).toEqual([])
  await answerOpenDialog(app, [secret])
  expect(await send(page, 'providers.chooseWorkflow', {})).not.toBe('request/invalid')
  expect(await send(page, 'providers.addModel', { id: 'comfyui', model })).not.toBe('request/invalid')
})

test('nothing is written to a path, a forged folder handle or the handle of a file', async ({ page, home }) => {
  const outside = dirname(await makeSecret(home))
  const [id] = await libraryIds(page)
  const { exportOptions: options, exportSheet, exportGallery } = await call(page, 'settings.get', {})
  const [read] = await handlesOf(page, [join(outside, 'secret.png')])
  for (const folder of [outside, forged, read, { handle: forged, name: outside }]) {
    const run = { runId: 'run', ids: [id], folder }
    expect(await send(page, 'exports.run', { ...run, options })).toBe('request/invalid')
    expect(await send(page, 'exports.sheet', { ...run, options: exportSheet })).toBe('request/invalid')
    expect(await send(page, 'exports.gallery', { ...run, options: exportGallery })).toBe('request/invalid')
    expect(await send(page, 'settings.change', { exportFolder: folder })).toBe('request/invalid')
    const preset = { id: 'mine', name: 'Mine', options: { ...options, place: 'fixed', folder } }
    expect(await send(page, 'settings.change', { exportPresets: [preset] })).toBe('request/invalid')
    expect(await send(page, 'exports.chooseFolder', { startIn: folder })).toBe('request/invalid')
  }
  expect(await readdir(outside)).toEqual(['secret.png'])
})

test('file names cannot escape the folder that was picked', async ({ page, app, home }) => {
  const parent = join(home, 'outer')
  const picked = join(parent, 'picked')
  await mkdir(picked, { recursive: true })
  await answerOpenDialog(app, [picked])
  const { folder } = await call(page, 'exports.chooseFolder', { startIn: null })
  const [id] = await libraryIds(page)
  const { exportOptions, exportSheet, exportGallery } = await call(page, 'settings.get', {})
  const run = { runId: 'run', ids: [id!], folder: folder!.handle }
  const names = ['../escaped', '..\\escaped', join(parent, 'escaped'), '..', `a\u0000/../../escaped`]
  for (const template of names) {
    await send(page, 'exports.run', { ...run, options: { ...exportOptions, template, onConflict: 'number' } })
    await send(page, 'exports.sheet', { ...run, options: { ...exportSheet, kind: 'png', title: template } })
    await send(page, 'exports.gallery', { ...run, options: { ...exportGallery, title: template } })
  }
  expect(await readdir(parent)).toEqual(['picked'])
  const outside = join(home, 'outside.png')
  await writeFile(outside, 'untouched')
  await symlink(outside, join(picked, 'link.png'))
  const through = { ...exportOptions, format: 'png', template: 'link', onConflict: 'replace' }
  expect(await send(page, 'exports.run', { ...run, options: through })).toBe('ok')
  expect(await readFile(outside, 'utf8')).toBe('untouched')
  expect((await readdir(picked)).length).toBeGreaterThan(names.length)
  for (const name of ['../escaped', 'a/../../escaped', '/tmp/escaped', '..']) {
    expect(await send(page, 'prompts.saveWildcard', { name, lines: ['x'] })).toBe('request/invalid')
    expect(await send(page, 'prompts.deleteWildcard', { name })).toBe('request/invalid')
  }
})

test('the save dialog is offered a plain file name without a path', async ({ page, app }) => {
  await app.evaluate(async ({ dialog }) => {
    const holder = globalThis as unknown as { offered: (string | undefined)[] }
    holder.offered = []
    dialog.showSaveDialog = ((_window: unknown, options: { defaultPath?: string }) => {
      holder.offered.push(options.defaultPath)
      return Promise.resolve({ canceled: true, filePath: '' })
    }) as typeof dialog.showSaveDialog
  })
  const name = '../../.config/autostart/x'
  const { id } = await activeDocument(page)
  const plan = await call(page, 'editPlans.open', { documentId: id })
  const request = { ...blankRequest, provider: 'fake' as const, model: 'demo-waves', prompt: 'a kite' }
  const draft: Input<'grids.plan'> = { name, request, axes: [{ variable: 'seed', values: [1] }], order: 'listed' }
  const grid = await call(page, 'grids.create', { draft, maskPng: null })
  const calls: [CallName, unknown][] = [
    ['canvas.saveMaskFile', { id, maskPng: new Uint8Array(smallPng(0, 8, 8)), name }],
    ['editPlans.chooseAndSave', { id: plan.id, name, steps: [] }],
    ['grids.chooseAndExport', { id: grid.id, options: { format: 'png', cellPx: 512 } }],
  ]
  for (const [route, input] of calls) expect(await send(page, route, input), route).toBe('ok')
  const offered = await app.evaluate(async () => (globalThis as unknown as { offered: string[] }).offered)
  const file = '-..-.config-autostart-x'
  expect(offered).toEqual([`${file}.png`, `${file}.atelier-plan.json`, `${file}.png`])
})

test('the clipboard is read when the user pastes, not when script requests it', async ({ page, app }) => {
  await copyImage(app, smallPng(1, 64, 48))
  await app.evaluate(async ({ dialog }) => {
    const holder = globalThis as unknown as { questions: number }
    holder.questions = 0
    // The first button is Cancel, and is what Enter presses.
    dialog.showMessageBox = () => {
      holder.questions += 1
      return Promise.resolve({ response: 0, checkboxChecked: false })
    }
  })
  const before = await libraryIds(page)
  expect(await send(page, 'library.importClipboard', {})).toBe('request/cancelled')
  await page.evaluate(() => {
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'v', code: 'KeyV', ctrlKey: true, bubbles: true }))
    window.dispatchEvent(new ClipboardEvent('paste', { bubbles: true, clipboardData: new DataTransfer() }))
  })
  const questions = () => app.evaluate(async () => (globalThis as unknown as { questions: number }).questions)
  // A synthetic key press pastes nothing; main confirms each of the other two attempts.
  await expect.poll(questions).toBe(2)
  expect(await libraryIds(page)).toEqual(before)
  await pressPaste(app)
  await expect.poll(async () => (await libraryIds(page)).length).toBe(before.length + 1)
  expect(await questions()).toBe(2)
})
